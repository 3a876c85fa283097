import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const groupId = 'sg-0123456789abcdef0';
const anyPort = fc.constantFrom(
  { protocol: 'tcp', from: 443, to: 443 },
  { protocol: 'udp', from: 53, to: 60 },
  { protocol: '-1', from: -1, to: -1 },
);
const anyPeer = fc.constantFrom('0.0.0.0/0', '2001:db8::/32', 'pl-1a2b3c4d', groupId);
const rule = fc
  .record({
    egress: fc.boolean(),
    port: anyPort,
    peer: anyPeer,
    extra: fc.constantFrom({}, { description: 'as AWS made it' }),
    tagged: fc.boolean(),
  })
  .map(({ port, extra, tagged, ...rest }) => ({ ...rest, ...port, ...extra, tags: tagged ? { owner: 'network' } : {} }));
const someRules = fc
  .uniqueArray(rule, { maxLength: 5, selector: ({ egress, protocol, from, peer }) => [egress, protocol, from, peer].join() })
  .map((all) => all.map((each, index) => ({ ...each, id: `sgr-${String(index).padStart(17, '0')}` })));

let fresh = 0;
function made(input: JsonObject, egress: boolean): JsonObject {
  const permission = object(list(input.IpPermissions)[0]);
  const range = object(list(permission.IpRanges ?? permission.Ipv6Ranges ?? permission.PrefixListIds ?? permission.UserIdGroupPairs)[0]);
  const tags = list(input.TagSpecifications).flatMap((each) => list(object(each).Tags).map(object));
  return {
    id: `sgr-f${String((fresh += 1)).padStart(16, '0')}`,
    egress,
    protocol: permission.IpProtocol,
    from: permission.FromPort,
    to: permission.ToPort,
    peer: range.CidrIp ?? range.CidrIpv6 ?? range.PrefixListId ?? range.GroupId,
    ...(range.Description === undefined ? {} : { description: range.Description }),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), Value])),
  };
}

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ groupId }),
    state: fc.record({
      isDefault: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      rules: someRules,
      interfaces: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['eni-0abc']) }),
    }),
  }),
  apply(state, call) {
    const input = object(call.input);
    const rules = list(state.rules).map(object);
    const egress = call.operation.endsWith('Egress');
    if (call.operation.startsWith('authorizeSecurityGroup')) return { ...state, rules: [...rules, made(input, egress)] };
    if (!call.operation.startsWith('revokeSecurityGroup')) return unexpected(call);
    const gone = list(input.SecurityGroupRuleIds);
    if (rules.some((each) => gone.includes(each.id as Json) && each.egress !== egress)) return unexpected(call);
    return { ...state, rules: rules.filter((each) => !gone.includes(each.id as Json)) };
  },
  wait: still,
  beside: ({ isDefault, rules, interfaces }) => ({ isDefault, interfaces, rules: isDefault === true ? [] : rules }),
};
