import { encodings } from './encodings.ts';
import { evidenceForging } from './evidence-forging.ts';
import { fakeApproval } from './fake-approval.ts';
import { fakeToolOutput } from './fake-tool-output.ts';
import { fenceBreaking } from './fence-breaking.ts';
import type { Injection, Written } from './injection.ts';
import { instructionOverride } from './instruction-override.ts';
import { jsonBreaking } from './json-breaking.ts';
import { linkExfiltration } from './link-exfiltration.ts';
import { multilingual } from './multilingual.ts';
import { policyImpersonation } from './policy-impersonation.ts';
import { rolePlay } from './role-play.ts';
import { schemaPoisoning } from './schema-poisoning.ts';
import { splitOverFields } from './split-over-fields.ts';

const techniques: Readonly<Record<string, Written>> = {
  'instruction-override': instructionOverride,
  'role-play': rolePlay,
  'fake-tool-output': fakeToolOutput,
  'fake-approval': fakeApproval,
  'link-exfiltration': linkExfiltration,
  'fence-breaking': fenceBreaking,
  'json-breaking': jsonBreaking,
  'policy-impersonation': policyImpersonation,
  'evidence-forging': evidenceForging,
  'schema-poisoning': schemaPoisoning,
  multilingual,
};

/** As we wrote them, one by one. */
export const written: readonly Injection[] = [
  ...Object.entries(techniques).flatMap(([technique, texts]) =>
    texts.map(([wants, text], index): Injection => ({ id: `${technique}-${index + 1}`, technique, wants, pieces: [text] })),
  ),
  ...splitOverFields,
];

/** Every third of them in every encoding, each encoding beginning with another. */
const encoded: readonly Injection[] = Object.entries(encodings).flatMap(([name, encode], offset) =>
  written
    .filter((_, index) => index % 3 === offset % 3)
    .map(({ id, wants, pieces }) => ({ id: `${id}-${name}`, technique: `encoded: ${name}`, wants, pieces: pieces.map(encode) })),
);

/** All of them, in an order that mixes techniques. */
export const injections: readonly Injection[] = mixed([...written, ...encoded]);

/** A stride that shares no factor with the length visits every one once. */
function mixed(all: readonly Injection[]): readonly Injection[] {
  const stride = [101, 103, 107].find((prime) => all.length % prime !== 0) ?? 1;
  return all.flatMap((_, index) => all[(index * stride) % all.length] ?? []);
}
