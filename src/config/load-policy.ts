import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { nearest } from './nearest.ts';
import { Policy } from './policy.ts';

/** A policy, and for each path in it (`rules.0`) its place in the file (`selfheal.yaml:12`). */
export interface LoadedPolicy {
  readonly policy: Policy;
  where(...path: readonly (string | number)[]): string | undefined;
}

/** The policy of a folder without a file. */
export const emptyPolicy: LoadedPolicy = { policy: Policy.parse({}), where: () => undefined };

/** Reads `selfheal.yaml`; nothing there is an empty policy. Throws HealError `bad-config` naming file, line and field. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new HealError('bad-config', `${file} cannot be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? emptyPolicy : parsePolicy(text, file);
}

export function parsePolicy(text: string, file: string): LoadedPolicy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined)
    throw new HealError('bad-config', `${file}:${lines.linePos(syntax.pos[0]).line}: not YAML: ${syntax.message.split('\n')[0]}`);
  const where = (...path: readonly (string | number)[]): string | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `${file}:${lines.linePos(node.range[0]).line}`;
    }
    return undefined;
  };
  const parsed = Policy.safeParse(document.toJS() ?? {});
  if (parsed.success) return { policy: parsed.data, where };
  const problems = parsed.error.issues.map((issue) => describe(issue, where, file));
  throw new HealError('bad-config', problems.join('\n'), { details: { file, problems } });
}

function describe(issue: z.core.$ZodIssue, where: LoadedPolicy['where'], file: string): string {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code !== 'unrecognized_keys') return `${where(...path) ?? file}: ${path.join('.') || 'the file'}: ${issue.message}`;
  return issue.keys
    .map((key) => {
      const guess = nearest(key, knownKeys);
      return `${where(...path, key) ?? file}: ${[...path, key].join('.')} is not known${guess === undefined ? '' : `; did you mean ${guess}?`}`;
    })
    .join('\n');
}

/** Every key that the file may have anywhere, for suggestions. */
const knownKeys = keysIn(z.toJSONSchema(Policy, { io: 'input' }));

function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap((inner) => keysIn(inner))];
}
