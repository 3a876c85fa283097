import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject } from './fields.ts';
import { isAccount } from './resource-name.ts';

/** Members in which the services say to whom a resource belongs. */
const owner = /^(resource|mesh|table|account)?owner(id|account|accountid)?$|^(aws)?accountid$/i;

/**
 * The one account that AWS's answer to a call names, in its ARNs and as the owner, for a record that names none that is one; nothing where it names several.
 * What the caller asked for does not count: it is the caller's own word.
 */
export function accountInAnswer(record: JsonObject): string | undefined {
  const named = new Set(accountsIn(record['responseElements']));
  return named.size === 1 ? [...named][0] : undefined;
}

function* accountsIn(value: Json | undefined, name = ''): Generator<string> {
  if (isArray(value)) for (const each of value) yield* accountsIn(each, name);
  else if (isObject(value)) for (const [member, each] of Object.entries(value)) yield* accountsIn(each, member);
  else if (typeof value === 'string') {
    const account = value.startsWith('arn:') ? value.split(':')[4] : owner.test(name) ? value : undefined;
    if (isAccount(account)) yield account;
  }
}
