import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { clearDefaultGroup } from './clear-default-group.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const groupId = 'sg-0123456789abcdef0';
const remedy = clearDefaultGroup.with({ groupId });
const rule = (id: string, egress: boolean, more: object = {}) => ({
  id,
  egress,
  protocol: '-1',
  from: -1,
  to: -1,
  peer: groupId,
  tags: {},
  ...more,
});
const asMade = { isDefault: true, rules: [rule('sgr-1', false), rule('sgr-2', true, { peer: '0.0.0.0/0' })], interfaces: [] };

test('says what the group lets through, and revokes it by rule id in both directions', () => {
  expect(remedy.wrong(asMade)).toBe(`the default group lets traffic through: everything from ${groupId}, everything to 0.0.0.0/0`);
  expect(remedy.fix(asMade)).toMatchObject([
    { operation: 'revokeSecurityGroupIngress', input: { SecurityGroupRuleIds: ['sgr-1'] } },
    { operation: 'revokeSecurityGroupEgress', input: { SecurityGroupRuleIds: ['sgr-2'] } },
  ]);
});

test('leaves a group alone that an interface carries, and any group that is not the default one', () => {
  expect(remedy.refuses({ ...asMade, interfaces: ['eni-0a', 'eni-0b'] })).toMatch(/eni-0a, eni-0b carry the group/);
  expect(remedy.wrong({ ...asMade, isDefault: false })).toBeUndefined();
  expect(remedy.fix({ ...asMade, isDefault: false })).toEqual([]);
});

test.each([
  [
    'sg-0fffffffffffffff0',
    { UserIdGroupPairs: [{ GroupId: 'sg-0fffffffffffffff0', UserId: '444455556666', VpcPeeringConnectionId: 'pcx-1' }] },
  ],
  ['pl-1a2b3c4d', { PrefixListIds: [{ PrefixListId: 'pl-1a2b3c4d' }] }],
  ['2001:db8::/32', { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] }],
])('brings back a rule for %s as it was', (peer, range) => {
  const more = peer.startsWith('sg-') ? { peerAccount: '444455556666', peering: 'pcx-1' } : {};
  const before = { ...asMade, rules: [rule('sgr-1', false, { peer, protocol: 'tcp', from: 443, to: 443, ...more })] };
  expect(remedy.undo(before, { ...before, rules: [] })).toMatchObject([
    { operation: 'authorizeSecurityGroupIngress', input: { IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...range }] } },
  ]);
});

test('knows a group of the own account from one of another', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeSecurityGroups', () => ({ SecurityGroups: [{ GroupName: 'default' }] }))
    .on('ec2', 'describeNetworkInterfaces', () => ({ NetworkInterfaces: [] }))
    .on('ec2', 'describeSecurityGroupRules', () => ({
      SecurityGroupRules: [site.account, '444455556666'].map((UserId, index) => ({
        SecurityGroupRuleId: `sgr-${index}`,
        IpProtocol: '-1',
        ReferencedGroupInfo: { GroupId: groupId, UserId },
      })),
    }))
    .reader(site);
  const state = await remedy.observe(reader);
  expect(state).toMatchObject({ rules: [{ id: 'sgr-0' }, { id: 'sgr-1', peerAccount: '444455556666' }] });
  expect(JSON.stringify(state)).not.toContain(site.account);
});
