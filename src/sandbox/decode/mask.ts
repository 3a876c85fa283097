import type { Json, JsonObject } from '#domain/json.ts';
import type { Shape } from './shape.ts';

/** What CloudTrail writes where a secret was. */
export const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const secretName =
  /^(secretstring|secretbinary|secretaccesskey|sessiontoken|.*password|privatekey\w*|authtoken|accesstoken|clientsecret|keymaterial|plaintext|userdata|passphrase)$/i;
/** Marked as sensitive in the models although they only name a key; CloudTrail shows them. */
const keyName = /(keyid|keyarn)$/i;

/** The value without secrets: whatever the service's model marks as sensitive, and names that always hold secrets. */
export function masked(value: Json, shape: Shape | undefined): Json {
  if (shape?.traits.sensitive === true) return hidden;
  if (Array.isArray(value)) return value.map((each: Json) => masked(each, shape?.kind === 'list' ? shape.item() : undefined));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([name, each]) =>
      each === undefined ? [] : [[name, maskedMember(name, each, memberOf(shape, name))]],
    ),
  );
}

function maskedMember(name: string, value: Json, shape: Shape | undefined): Json {
  if (keyName.test(name)) return value;
  if (typeof value === 'string' && secretName.test(name)) return hidden;
  return masked(value, shape);
}

function memberOf(shape: Shape | undefined, name: string): Shape | undefined {
  if (shape?.kind === 'structure') return shape.members.get(name)?.();
  return shape?.kind === 'map' ? shape.value() : undefined;
}
