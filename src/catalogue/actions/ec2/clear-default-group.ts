import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { listSecurityGroups } from './security-group.ts';
import { permissionOf, readRules, SecurityGroupRule, withoutId } from './security-group-rule.ts';
import { ec2Tags } from './tags.ts';

const State = z.object({
  isDefault: z.boolean(),
  rules: z.array(SecurityGroupRule),
  /** Network interfaces that carry the group. */
  interfaces: z.array(z.string()),
});
type State = z.infer<typeof State>;

export const clearDefaultGroup = defineAction({
  id: 'ec2.clear-default-group',
  title: 'Remove the rules of the default security group of a VPC',
  resource: 'AWS::EC2::SecurityGroup',
  heals: ['securityhub:EC2.2', 'config:vpc-default-security-group-closed'],
  params: z.object({ groupId: z.string().startsWith('sg-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ groupId: id }],
  list: listDefaultGroups,
  tags: ec2Tags,

  risk: { level: 'low', blastRadius: 'whatever is launched into the VPC later without naming a group: it reaches nothing', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupRules', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeTags'],
    write: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
    undo: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
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
    const [{ SecurityGroups = [] }, rules, { NetworkInterfaces = [] }] = await Promise.all([
      cloud.read('ec2', 'describeSecurityGroups', { GroupIds: [groupId] }), // says so when the group is gone; the rules would just be none
      readRules(cloud, groupId),
      cloud.read('ec2', 'describeNetworkInterfaces', { Filters: [{ Name: 'group-id', Values: [groupId] }] }),
    ]);
    return {
      isDefault: SecurityGroups[0]?.GroupName === 'default',
      rules: [...rules],
      interfaces: NetworkInterfaces.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []).toSorted(),
    };
  },
  wrong({ isDefault, rules }) {
    if (!isDefault || rules.length === 0) return undefined;
    return `the default group lets traffic through: ${rules.map(inWords).join(', ')}`;
  },
  refuses({ isDefault, rules, interfaces }) {
    if (!isDefault || rules.length === 0 || interfaces.length === 0) return undefined;
    return `${interfaces.join(', ')} ${interfaces.length === 1 ? 'carries' : 'carry'} the group and would be cut off: give them a group of their own first`;
  },
  fix({ isDefault, rules }, { groupId }) {
    if (!isDefault) return [];
    const ids = (egress: boolean): string[] => rules.filter((rule) => rule.egress === egress).map(({ id }) => id);
    const [incoming, outgoing] = [ids(false), ids(true)];
    return [
      ...(incoming.length === 0 ? [] : [call('ec2', 'revokeSecurityGroupIngress', { GroupId: groupId, SecurityGroupRuleIds: incoming })]),
      ...(outgoing.length === 0 ? [] : [call('ec2', 'revokeSecurityGroupEgress', { GroupId: groupId, SecurityGroupRuleIds: outgoing })]),
    ];
  },
  after: (state): State => (state.isDefault ? { ...state, rules: [] } : state),
  comparable: ({ isDefault, rules }) => ({ isDefault, rules: rules.map(withoutId).toSorted() }),
  undo({ rules }, now, { groupId }) {
    const there = new Set(now.rules.map(withoutId));
    return rules
      .filter((rule) => !there.has(withoutId(rule)))
      .map((rule) =>
        call('ec2', rule.egress ? 'authorizeSecurityGroupEgress' : 'authorizeSecurityGroupIngress', {
          GroupId: groupId,
          ...permissionOf(rule),
        }),
      );
  },
});

const inWords = ({ egress, protocol, from, to, peer }: SecurityGroupRule): string =>
  `${protocol === '-1' ? 'everything' : `${protocol} ${from === to ? from : `${from}-${to}`}`} ${egress ? 'to' : 'from'} ${peer}`;

/** The default group of every VPC at the reader's site. */
async function listDefaultGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const [all, { SecurityGroups = [] }] = await Promise.all([
    listSecurityGroups(reader),
    reader.read('ec2', 'describeSecurityGroups', { Filters: [{ Name: 'group-name', Values: ['default'] }] }),
  ]);
  const ids = new Set(SecurityGroups.map(({ GroupId }) => GroupId));
  return all.filter(({ id }) => ids.has(id));
}
