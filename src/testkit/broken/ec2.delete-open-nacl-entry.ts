import type { CreateNetworkAclEntryRequest } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

type Entry = Omit<CreateNetworkAclEntryRequest, 'NetworkAclId' | 'Egress' | 'RuleAction'> & { readonly RuleAction?: 'allow' | 'deny' };
const port = (From: number, To = From) => ({ Protocol: '6', PortRange: { From, To } });
const put = ({ ec2 }: Clients, NetworkAclId: string, entry: Entry, Egress = false) =>
  ec2.createNetworkAclEntry({ NetworkAclId, Egress, RuleAction: 'allow', ...entry });

async function acl(clients: Clients, ...entries: readonly Entry[]): Promise<string> {
  const { Vpc } = await clients.ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const { NetworkAcl } = await clients.ec2.createNetworkAcl({ VpcId: Vpc?.VpcId });
  const id = NetworkAcl?.NetworkAclId ?? '';
  for (const entry of entries) await put(clients, id, entry);
  return id;
}
const https: Entry = { RuleNumber: 100, CidrBlock: '0.0.0.0/0', ...port(443) };
const office: Entry = { RuleNumber: 90, CidrBlock: '198.51.100.0/24', ...port(22) };

/** Every entry of every ACL, but for the incoming one with the number that is the condition. */
async function neighbours({ ec2 }: Clients, { networkAclId, ruleNumber }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { NetworkAcls = [] } = await ec2.describeNetworkAcls({});
  const others = NetworkAcls.map(({ Entries = [], ...rest }) => ({
    ...rest,
    Entries: Entries.filter(
      ({ Egress, RuleNumber }) => rest.NetworkAclId !== networkAclId || Egress === true || RuleNumber !== (ruleNumber ?? 80),
    ),
  }));
  return JSON.parse(JSON.stringify(others.toSorted((a, b) => ((a.NetworkAclId ?? '') < (b.NetworkAclId ?? '') ? -1 : 1)))) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'an entry for everything is put before the others',
    async setUp(clients) {
      const networkAclId = await acl(clients, office, https);
      await put(clients, networkAclId, { RuleNumber: 80, CidrBlock: '0.0.0.0/0', Protocol: '-1' }, true);
      return { networkAclId, ruleNumber: 80 };
    },
    break: (clients, params) => put(clients, text(params, 'networkAclId'), { RuleNumber: 80, CidrBlock: '0.0.0.0/0', Protocol: '-1' }),
    neighbours,
  },
  {
    title: 'the entry of an office is replaced by one for all',
    setUp: async (clients) => ({ networkAclId: await acl(clients, office, https), ruleNumber: 90 }),
    break: ({ ec2 }, params) =>
      ec2.replaceNetworkAclEntry({
        NetworkAclId: text(params, 'networkAclId'),
        RuleNumber: 90,
        Egress: false,
        RuleAction: 'allow',
        CidrBlock: '0.0.0.0/0',
        ...port(22, 30),
      }),
    neighbours,
  },
  {
    title: 'remote desktop is opened over IPv6 in an ACL that was never recorded',
    unrecorded: true,
    setUp: async (clients) => ({ networkAclId: await acl(clients, https) }),
    break: (clients, params) => put(clients, text(params, 'networkAclId'), { RuleNumber: 80, Ipv6CidrBlock: '::/0', ...port(3389) }),
    neighbours,
  },
];

export const absent: Absent = { id: 'acl-0123456789abcdef0' };
