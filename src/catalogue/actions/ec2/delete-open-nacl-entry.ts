import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { AclEntry, contentOf, isWide, openEntries, readAcl } from './network-acl.ts';
import { ec2Tags } from './tags.ts';

/** The entry by which AWS's own ACL of a VPC allows everything. */
const madeByAws = 100;

const Params = z.object({
  networkAclId: z.string().startsWith('acl-'),
  /** Only this entry: the one that an event is about. */
  ruleNumber: z.int().positive().optional(),
});
type Params = z.infer<typeof Params>;
const State = z.object({
  isDefault: z.boolean(),
  /** Incoming ones. */
  entries: z.array(AclEntry),
  /** The incoming entries when the ACL was last recorded. */
  recorded: z.array(AclEntry).optional(),
});
type State = z.infer<typeof State>;

export const deleteOpenNaclEntry = defineAction({
  id: 'ec2.delete-open-nacl-entry',
  title: 'Take back an entry of a network ACL that opens SSH or remote desktop to the internet',
  resource: 'AWS::EC2::NetworkAcl',
  heals: ['securityhub:EC2.21', 'config:nacl-no-unrestricted-ssh-rdp'],
  params: Params,
  condition: ['ruleNumber'],
  state: State,
  from: ({ id }) => [{ networkAclId: id }],
  list: listNetworkAcls,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'the subnets of the network ACL', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeNetworkAcls', 'ec2:DescribeTags'],
    write: ['ec2:DeleteNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry'],
    undo: ['ec2:CreateNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:network-acl/{networkAclId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { networkAclId }) {
    const [acl, record] = await Promise.all([
      readAcl(cloud, networkAclId),
      recordOf(cloud, { type: 'AWS::EC2::NetworkAcl', id: networkAclId }, z.object({ entries: z.array(AclEntry) })),
    ]);
    return { ...acl, recorded: record?.entries };
  },
  wrong(state, params) {
    const open = bad(state, params).map(({ number, cidr }) => `entry ${number} (from ${cidr})`);
    return open.length === 0 ? undefined : `${open.join(' and ')} lets SSH or remote desktop in from the internet`;
  },
  refuses(state, params) {
    const open = bad(state, params);
    if (state.isDefault && open.some(({ number, protocol }) => number === madeByAws && protocol === '-1'))
      return `entry ${madeByAws} is how AWS makes the default ACL of a VPC: its security groups decide, or a person does`;
    const wide = open.find((entry) => isWide(entry) && state.recorded === undefined);
    if (wide !== undefined)
      return `entry ${wide.number} lets other traffic in too, and nobody recorded what was there before: a person narrows it`;
    const left = remaining(state, params).some(({ action }) => action === 'allow');
    return open.length > 0 && !left ? 'nothing else is allowed in: without it the subnets would be cut off' : undefined;
  },
  fix: (state, params) => bad(state, params).map((entry) => putBack(state, params, entry)),
  after: (state, params): State => ({ ...state, entries: remaining(state, params) }),
  comparable: ({ isDefault, entries }) => ({ isDefault, entries }),
  undo: (before, now, params) =>
    bad(before, params).flatMap((entry) => {
      const there = now.entries.find(({ number }) => number === entry.number);
      const input = { NetworkAclId: params.networkAclId, ...contentOf(entry) };
      if (there === undefined) return [call('ec2', 'createNetworkAclEntry', input)];
      return same(there, good(before, entry)) ? [call('ec2', 'replaceNetworkAclEntry', input)] : [];
    }),
});

const bad = ({ entries }: State, { ruleNumber }: Params): AclEntry[] =>
  openEntries(entries).filter(({ number }) => ruleNumber === undefined || number === ruleNumber);

/** What the entry was when the ACL was recorded; nothing when it was not there. */
const good = ({ recorded = [] }: State, { number }: AclEntry): AclEntry | undefined => recorded.find((each) => each.number === number);
const same = (a: AclEntry, b: AclEntry | undefined): boolean => b !== undefined && canonical(a) === canonical(b);

function remaining(state: State, params: Params): AclEntry[] {
  const numbers = new Set(bad(state, params).map(({ number }) => number));
  return state.entries.flatMap((entry) => (numbers.has(entry.number) ? (good(state, entry) ?? []) : entry));
}

function putBack(state: State, { networkAclId }: Params, entry: AclEntry) {
  const before = good(state, entry);
  return before === undefined
    ? call('ec2', 'deleteNetworkAclEntry', { NetworkAclId: networkAclId, RuleNumber: entry.number, Egress: false })
    : call('ec2', 'replaceNetworkAclEntry', { NetworkAclId: networkAclId, ...contentOf(before) });
}

/** Every network ACL of the account at the reader's site. */
async function listNetworkAcls(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { NetworkAcls = [] } = await reader.read('ec2', 'describeNetworkAcls', {});
  return NetworkAcls.flatMap(({ NetworkAclId: id, OwnerId = account }) =>
    id === undefined || OwnerId !== account
      ? []
      : [
          {
            type: 'AWS::EC2::NetworkAcl',
            id,
            arn: `arn:${partition}:ec2:${region}:${account}:network-acl/${id}`,
            partition,
            account,
            region,
          },
        ],
  );
}
