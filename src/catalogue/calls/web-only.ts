import { isObject } from '#catalogue/sources/fields.ts';
import type { JsonObject } from '#domain/json.ts';
import { type Leaf, leavesOf, nodesOf } from './walk-json.ts';

/** Every address there is, in IPv4 or IPv6. */
export const everywhere = /^(0\.0\.0\.0\/0|::\/0)$/;

/** Is what a network rule opens to everybody nothing but the ports of the web? Serving is what they are for. */
export function webOnly(params: JsonObject): boolean {
  const rules = [...nodesOf(params)].flatMap(({ value }) => (isObject(value) && hasPort(value) ? [[...leavesOf(value)]] : []));
  const open = rules.filter((leaves) => leaves.some(({ value }) => everywhere.test(String(value))));
  return open.length > 0 && open.every((leaves) => isWeb(leaves, 'from') && isWeb(leaves, 'to'));
}

/** A rule holds its own ports; what holds several rules does not. */
const hasPort = (value: JsonObject): boolean => Object.keys(value).some((key) => /^(fromport|portrange)$/i.test(key));

const isWeb = (leaves: readonly Leaf[], end: 'from' | 'to'): boolean => {
  const found = leaves.find(({ path }) => path.at(-1) === `${end}port` || (path.at(-1) === end && path.at(-2) === 'portrange'));
  return found !== undefined && /^(80|443)$/.test(String(found.value));
};
