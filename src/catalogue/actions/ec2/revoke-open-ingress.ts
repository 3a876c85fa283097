import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { listSecurityGroups } from './security-group.ts';
import { ec2Tags } from './tags.ts';

/** Ports with high risk (Security Hub control EC2.19), those of remote administration first. */
const ports = [
  22, 3389, 23, 135, 445, 20, 21, 25, 110, 143, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300,
];
const anywhere = ['0.0.0.0/0', '::/0'];

const Rule = z.object({
  id: z.string(),
  protocol: z.string(),
  from: z.int(),
  to: z.int(),
  /** A CIDR range, a prefix list (`pl-…`) or a security group (`sg-…`). */
  source: z.string(),
  description: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});
type Rule = z.infer<typeof Rule>;

export const revokeOpenIngress = defineAction({
  id: 'ec2.revoke-open-ingress',
  title: 'Close a port that a security group leaves open to the internet',
  resource: 'AWS::EC2::SecurityGroup',
  heals: [
    { id: 'securityhub:EC2.13', where: { port: 22 } },
    { id: 'securityhub:EC2.14', where: { port: 3389 } },
    'securityhub:EC2.19',
    { id: 'config:restricted-ssh', where: { port: 22 } },
    'config:restricted-common-ports',
  ],
  params: z.object({ groupId: z.string().startsWith('sg-'), port: z.int().min(0).max(65_535) }),
  condition: ['port'],
  state: z.object({ rules: z.array(Rule) }),
  from: ({ id }) => ports.map((port) => ({ groupId: id, port })),
  list: listSecurityGroups,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'every network interface that carries the group', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupRules', 'ec2:DescribeTags'],
    write: ['ec2:RevokeSecurityGroupIngress'],
    undo: ['ec2:AuthorizeSecurityGroupIngress'],
    dependent: ['ec2:CreateTags'],
    on: ['arn:{partition}:ec2:{region}:{account}:security-group/{groupId}', 'arn:{partition}:ec2:{region}:{account}:security-group-rule/*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { groupId }) {
    const [{ SecurityGroupRules = [] }] = await Promise.all([
      cloud.read('ec2', 'describeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [groupId] }] }),
      cloud.read('ec2', 'describeSecurityGroups', { GroupIds: [groupId] }), // says so when the group is gone; the rules would just be none
    ]);
    const rules = SecurityGroupRules.filter(({ IsEgress }) => IsEgress !== true).map((rule) =>
      Rule.parse({
        id: rule.SecurityGroupRuleId,
        protocol: rule.IpProtocol,
        from: rule.FromPort ?? -1,
        to: rule.ToPort ?? -1,
        source: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId,
        description: rule.Description,
        tags: Object.fromEntries((rule.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      }),
    );
    return { rules };
  },
  wrong({ rules }, { port }) {
    const open = opening(rules, port).map(({ source }) => source);
    return open.length === 0 ? undefined : `port ${port} is open to ${open.join(' and ')}`;
  },
  refuses({ rules }, { port }) {
    const wide = opening(rules, port).find(({ from, to }) => from !== port || to !== port);
    if (wide === undefined) return undefined;
    return `${wide.id} opens ${wide.protocol === '-1' ? 'all traffic' : `ports ${wide.from} to ${wide.to}`}: a person narrows it`;
  },
  fix({ rules }, { groupId, port }) {
    const open = opening(rules, port).map(({ id }) => id);
    return open.length === 0 ? [] : [call('ec2', 'revokeSecurityGroupIngress', { GroupId: groupId, SecurityGroupRuleIds: open })];
  },
  after: ({ rules }, { port }) => ({ rules: rules.filter((rule) => !opens(rule, port)) }),
  comparable: ({ rules }) => rules.map(withoutId).toSorted(),
  undo({ rules }, now, { groupId, port }) {
    const there = new Set(now.rules.map(withoutId));
    return opening(rules, port)
      .filter((rule) => !there.has(withoutId(rule)))
      .map((rule) => call('ec2', 'authorizeSecurityGroupIngress', { GroupId: groupId, ...asPermission(rule) }));
  },
});

/** ICMP's "ports" are message types, so only TCP, UDP and all traffic open a port. */
const opens = ({ protocol, from, to, source }: Rule, port: number): boolean =>
  anywhere.includes(source) && (protocol === '-1' || (['tcp', 'udp'].includes(protocol) && from <= port && port <= to));
const opening = (rules: readonly Rule[], port: number): Rule[] => rules.filter((rule) => opens(rule, port));
const withoutId = (rule: Rule): string => canonical({ ...rule, id: undefined });

function asPermission({ protocol, from, to, source, description, tags }: Rule) {
  const Description = description === undefined ? {} : { Description: description };
  const range = source.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: source, ...Description }] }
    : { IpRanges: [{ CidrIp: source, ...Description }] };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    IpPermissions: [{ IpProtocol: protocol, FromPort: from, ToPort: to, ...range }],
    ...(Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] }),
  };
}
