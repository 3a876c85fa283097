import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const anyContent = fc.constantFrom(
  { action: 'allow', protocol: '6', cidr: '0.0.0.0/0', from: 22, to: 22 },
  { action: 'allow', protocol: '6', cidr: '::/0', from: 3389, to: 3389 },
  { action: 'allow', protocol: '6', cidr: '0.0.0.0/0', from: 443, to: 443 },
  { action: 'allow', protocol: '6', cidr: '198.51.100.0/24', from: 22, to: 22 },
  { action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
  { action: 'deny', protocol: '6', cidr: '0.0.0.0/0', from: 22, to: 22 },
);
const harmless = { number: 200, action: 'allow', protocol: '6', cidr: '10.0.0.0/8', from: 1024, to: 65_535 };
const anyEntries = fc
  .tuple(...[10, 20, 100].map((number) => fc.option(anyContent.map((content) => ({ number, ...content })))))
  .map((entries) => entries.filter((each) => each !== null));
const safe = fc.constantFrom({ number: 20, action: 'allow', protocol: '6', cidr: '198.51.100.0/24', from: 22, to: 22 }, undefined);

function entryOf(input: JsonObject): JsonObject {
  const { From: from, To: to } = object(input.PortRange ?? {});
  const range = from === undefined ? {} : { from, to };
  return {
    number: input.RuleNumber,
    action: input.RuleAction,
    protocol: input.Protocol,
    cidr: input.CidrBlock ?? input.Ipv6CidrBlock,
    ...range,
  };
}

export const model: Model = {
  cases: fc.record({
    params: fc.record(
      { networkAclId: fc.constant('acl-0123456789abcdef0'), ruleNumber: fc.constantFrom(10, 20, 100) },
      { requiredKeys: ['networkAclId'] },
    ),
    state: fc
      .record({
        isDefault: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
        entries: anyEntries,
        recorded: fc.option(safe.map((each) => (each === undefined ? [harmless] : [each, harmless]))),
        more: fc.oneof({ weight: 6, arbitrary: fc.constant([harmless]) }, { weight: 1, arbitrary: fc.constant([]) }),
      })
      .map(({ entries, more, recorded, isDefault }) => ({
        isDefault,
        entries: [...entries, ...more],
        ...(recorded === null ? {} : { recorded }),
      })),
  }),
  apply(state, call) {
    const input = object(call.input);
    const entries = list(state.entries).map(object);
    const others = entries.filter(({ number }) => number !== input.RuleNumber);
    const there = others.length < entries.length;
    if (input.Egress !== false || there === (call.operation === 'createNetworkAclEntry')) return unexpected(call);
    if (call.operation === 'deleteNetworkAclEntry') return { ...state, entries: others };
    if (!['createNetworkAclEntry', 'replaceNetworkAclEntry'].includes(call.operation)) return unexpected(call);
    return { ...state, entries: [...others, entryOf(input)].toSorted((a, b) => Number(a.number) - Number(b.number)) };
  },
  wait: still,
  beside: ({ isDefault, entries, recorded }, { ruleNumber }) => ({
    isDefault,
    recorded,
    entries: list(entries).filter((each) => {
      const { number, cidr } = object(each);
      return cidr === '10.0.0.0/8' || (ruleNumber !== undefined && number !== ruleNumber);
    }),
  }),
};
