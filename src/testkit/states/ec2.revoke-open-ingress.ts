import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const anyPort = fc.constantFrom(22, 3389, 443);
const anyPorts = fc.oneof(
  { weight: 5, arbitrary: anyPort.map((one) => ({ from: one, to: one })) },
  { weight: 1, arbitrary: fc.constantFrom({ from: 0, to: 65_535 }, { from: 20, to: 25 }, { from: 3380, to: 3390 }) },
);
const anyProtocol = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('tcp', 'tcp', 'udp') },
  { weight: 1, arbitrary: fc.constantFrom('icmp', '-1') },
);
const anySource = fc.constantFrom('0.0.0.0/0', '::/0', '198.51.100.0/24', '2001:db8::/32', 'pl-1a2b3c4d', 'sg-0aa0bb0cc0dd0ee0f');
const rule = fc
  .record(
    {
      protocol: anyProtocol,
      ports: anyPorts,
      source: anySource,
      description: fc.constantFrom('office', 'just for today'),
      tagged: fc.boolean(),
    },
    { requiredKeys: ['protocol', 'ports', 'source', 'tagged'] },
  )
  .map(({ ports, tagged, ...rest }) => ({
    ...rest,
    ...(rest.protocol === '-1' ? { from: -1, to: -1 } : ports),
    tags: tagged ? { owner: 'shop' } : {},
  }));
const identity = ({ protocol, from, to, source }: { protocol: string; from: number; to: number; source: string }): string =>
  [protocol, from, to, source].join();
const someRules = fc
  .uniqueArray(rule, { maxLength: 6, selector: identity })
  .map((all) => all.map((each, index) => ({ ...each, id: `sgr-${String(index).padStart(17, '0')}` })));

let fresh = 0;
function ruleOf(input: JsonObject): JsonObject {
  const permission = object(list(input.IpPermissions)[0]);
  const range = object(list(permission.IpRanges ?? permission.Ipv6Ranges)[0]);
  const tags = list(input.TagSpecifications).flatMap((each) => list(object(each).Tags).map(object));
  return {
    id: `sgr-f${String((fresh += 1)).padStart(16, '0')}`,
    protocol: permission.IpProtocol,
    from: permission.FromPort,
    to: permission.ToPort,
    source: range.CidrIp ?? range.CidrIpv6,
    ...(range.Description === undefined ? {} : { description: range.Description }),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), Value])),
  };
}

export const model: Model = {
  cases: fc.record({
    params: fc.record({ groupId: fc.constant('sg-0123456789abcdef0'), port: anyPort }),
    state: fc.record({ rules: someRules }),
  }),
  apply({ rules }, call) {
    const input = object(call.input);
    if (call.operation === 'authorizeSecurityGroupIngress') return { rules: [...list(rules), ruleOf(input)] };
    if (call.operation !== 'revokeSecurityGroupIngress') return unexpected(call);
    const gone = new Set<Json | undefined>(list(input.SecurityGroupRuleIds));
    return { rules: list(rules).filter((each) => !gone.has(object(each).id)) };
  },
  wait: still,
  beside: ({ rules }, { port }) =>
    list(rules).filter((each) => {
      const { protocol, from, to, source } = object(each);
      return from !== port || to !== port || !['tcp', 'udp'].includes(String(protocol)) || !['0.0.0.0/0', '::/0'].includes(String(source));
    }),
};
