import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

/** A new VPC; its default group has the rules that AWS gives it. */
async function network({ ec2 }: Clients, CidrBlock: string): Promise<{ readonly vpc: string; readonly group: string }> {
  const { Vpc } = await ec2.createVpc({ CidrBlock });
  const vpc = Vpc?.VpcId ?? '';
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
    Filters: [
      { Name: 'vpc-id', Values: [vpc] },
      { Name: 'group-name', Values: ['default'] },
    ],
  });
  return { vpc, group: SecurityGroups[0]?.GroupId ?? '' };
}

async function cleared(clients: Clients, CidrBlock: string): Promise<string> {
  const { group } = await network(clients, CidrBlock);
  const { SecurityGroupRules = [] } = await clients.ec2.describeSecurityGroupRules({ Filters: [{ Name: 'group-id', Values: [group] }] });
  const ids = (egress: boolean) =>
    SecurityGroupRules.filter(({ IsEgress }) => (IsEgress === true) === egress).map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId);
  if (ids(true).length > 0) await clients.ec2.revokeSecurityGroupEgress({ GroupId: group, SecurityGroupRuleIds: ids(true) });
  if (ids(false).length > 0) await clients.ec2.revokeSecurityGroupIngress({ GroupId: group, SecurityGroupRuleIds: ids(false) });
  return group;
}
const all = (range: Partial<IpPermission>): IpPermission => ({ IpProtocol: '-1', ...range });

/** Every rule of every other group, and every group. */
async function neighbours({ ec2 }: Clients, { groupId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({});
  const others = SecurityGroupRules.filter(({ GroupId }) => GroupId !== groupId).toSorted((a, b) =>
    (a.SecurityGroupRuleId ?? '') < (b.SecurityGroupRuleId ?? '') ? -1 : 1,
  );
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({});
  const groups = SecurityGroups.map(({ GroupId, GroupName, VpcId }) => ({ GroupId, GroupName, VpcId }));
  return JSON.parse(JSON.stringify({ others, groups, vpcs: await told(ec2.describeVpcs({})) })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'a cleared group gets the rules back that AWS makes, beside a VPC that has them',
    async setUp(clients) {
      await network(clients, '10.1.0.0/16');
      return { groupId: await cleared(clients, '10.0.0.0/16') };
    },
    async break({ ec2 }, params) {
      const GroupId = text(params, 'groupId');
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [all({ UserIdGroupPairs: [{ GroupId }] })] });
      await ec2.authorizeSecurityGroupEgress({ GroupId, IpPermissions: [all({ IpRanges: [{ CidrIp: '0.0.0.0/0' }] })] });
    },
    neighbours,
  },
  {
    title: 'tagged rules for an office and for IPv6 are added while another group refers to it',
    async setUp(clients) {
      const { ec2 } = clients;
      const groupId = await cleared(clients, '10.2.0.0/16');
      const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ GroupIds: [groupId] });
      const { GroupId } = await ec2.createSecurityGroup({ GroupName: 'app', Description: 'app', VpcId: SecurityGroups[0]?.VpcId });
      const peers = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: groupId }] };
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [peers] });
      return { groupId };
    },
    break: ({ ec2 }, params) =>
      ec2.authorizeSecurityGroupIngress({
        GroupId: text(params, 'groupId'),
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.51.100.0/24', Description: 'office' }] },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] },
        ],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: 'OPS-9' }] }],
      }),
    neighbours,
  },
  {
    title: 'it lets everything out again, beside the default VPC',
    setUp: async (clients) => ({ groupId: await cleared(clients, '10.3.0.0/16') }),
    break: ({ ec2 }, params) =>
      ec2.authorizeSecurityGroupEgress({
        GroupId: text(params, 'groupId'),
        IpPermissions: [all({ IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] })],
      }),
    neighbours,
  },
];

export const absent: Absent = { id: 'sg-0123456789abcdef0' };
