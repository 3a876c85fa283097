import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

async function makeGroup({ ec2 }: Clients, name: string, IpPermissions: readonly IpPermission[]): Promise<string> {
  const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName: name, Description: name });
  await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [...IpPermissions] });
  return GroupId;
}
const tcp = (port: number, range: Partial<IpPermission>): IpPermission => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...range });
const from = (CidrIp: string, Description?: string) => ({ IpRanges: [{ CidrIp, Description }] });
const open = from('0.0.0.0/0');
const openV6 = { Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const authorize = ({ ec2 }: Clients, GroupId: string, ...IpPermissions: IpPermission[]) =>
  ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });

/** Every rule of every group, with its id, but for those that open the port in the group. */
async function neighbours({ ec2 }: Clients, { groupId, port }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({});
  const others = SecurityGroupRules.filter(
    ({ GroupId, FromPort, CidrIpv4, CidrIpv6 }) =>
      GroupId !== groupId || FromPort !== port || (CidrIpv4 !== '0.0.0.0/0' && CidrIpv6 !== '::/0'),
  );
  const rules = others.toSorted((a, b) => ((a.SecurityGroupRuleId ?? '') < (b.SecurityGroupRuleId ?? '') ? -1 : 1));
  return [JSON.parse(JSON.stringify(rules)) as Json, await told(ec2.describeVpcs({}))];
}

export const variants: readonly Variant[] = [
  {
    title: 'SSH is opened beside HTTPS for all and SSH for the office',
    async setUp(clients) {
      const groupId = await makeGroup(clients, 'web', [tcp(443, { ...open, ...openV6 }), tcp(22, from('198.51.100.0/24', 'office'))]);
      await makeGroup(clients, 'other', [tcp(22, open)]);
      return { groupId, port: 22 };
    },
    break: (clients, params) => authorize(clients, text(params, 'groupId'), tcp(22, from('0.0.0.0/0', 'just for today'))),
    neighbours,
  },
  {
    title: 'remote desktop is opened over IPv4 and IPv6, the rules tagged',
    async setUp(clients) {
      const app = await makeGroup(clients, 'app', [tcp(8443, from('10.0.0.0/8'))]);
      return { groupId: await makeGroup(clients, 'desktops', [tcp(3389, { UserIdGroupPairs: [{ GroupId: app }] })]), port: 3389 };
    },
    break: ({ ec2 }, params) =>
      ec2.authorizeSecurityGroupIngress({
        GroupId: text(params, 'groupId'),
        IpPermissions: [tcp(3389, { ...open, ...openV6 })],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: 'OPS-7' }] }],
      }),
    neighbours,
  },
  {
    title: 'a database is opened over UDP too, beside a prefix list and ICMP',
    async setUp(clients) {
      const { PrefixList } = await clients.ec2.createManagedPrefixList({
        PrefixListName: 'partners',
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        Entries: [{ Cidr: '203.0.113.0/24' }],
      });
      const ping = { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...open };
      const partners = tcp(5432, { PrefixListIds: [{ PrefixListId: PrefixList?.PrefixListId }] });
      return { groupId: await makeGroup(clients, 'database', [partners, ping, tcp(5433, open)]), port: 5432 };
    },
    break: (clients, params) =>
      authorize(clients, text(params, 'groupId'), tcp(5432, open), { IpProtocol: 'udp', FromPort: 5432, ToPort: 5432, ...openV6 }),
    neighbours,
  },
];

export const absent: Absent = { id: 'sg-0123456789abcdef0' };
