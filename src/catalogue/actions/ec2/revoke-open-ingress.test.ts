import { expect, test } from 'vitest';
import { revokeOpenIngress } from './revoke-open-ingress.ts';

const groupId = 'sg-0123456789abcdef0';
const ssh = revokeOpenIngress.with({ groupId, port: 22 });
const rule = (id: string, more: object = {}) => ({ id, protocol: 'tcp', from: 22, to: 22, source: '0.0.0.0/0', tags: {}, ...more });

test('each port of a group is a condition of its own', () => {
  const resource = { type: 'AWS::EC2::SecurityGroup', id: groupId, partition: 'aws', account: '123456789012', region: 'eu-west-1' };
  const params = revokeOpenIngress.from(resource);
  expect(params.slice(0, 2)).toEqual([
    { groupId, port: 22 },
    { groupId, port: 3389 },
  ]);
  expect(ssh.condition).toEqual({ port: 22 });
});

test('only the whole internet is wrong: offices, groups and prefix lists may use the port', () => {
  const allowed = ['198.51.100.0/24', '2001:db8::/32', 'sg-0aa', 'pl-1a2b'].map((source) => rule(`sgr-${source}`, { source }));
  expect(ssh.wrong({ rules: allowed })).toBeUndefined();
  expect(ssh.wrong({ rules: [...allowed, rule('sgr-1'), rule('sgr-2', { source: '::/0' })] })).toBe(
    'port 22 is open to 0.0.0.0/0 and ::/0',
  );
});

test('the ports beside it are other conditions', () =>
  expect(ssh.wrong({ rules: [rule('sgr-1', { from: 23, to: 23 }), rule('sgr-2', { from: 21, to: 21 })] })).toBeUndefined());

test('ICMP has no ports', () => expect(ssh.wrong({ rules: [rule('sgr-1', { protocol: 'icmp', from: 8, to: -1 })] })).toBeUndefined());

test('revokes by rule id', () => {
  const rules = [rule('sgr-1'), rule('sgr-2', { source: '198.51.100.0/24' })];
  expect(ssh.fix({ rules })).toMatchObject([{ input: { GroupId: groupId, SecurityGroupRuleIds: ['sgr-1'] } }]);
});

test.each([
  [rule('sgr-1', { from: 0, to: 65_535 }), 'sgr-1 opens ports 0 to 65535: a person narrows it'],
  [rule('sgr-1', { protocol: '-1', from: -1, to: -1 }), 'sgr-1 opens all traffic: a person narrows it'],
])('leaves a rule that opens other ports too to a person', (wide, why) => {
  expect(ssh.wrong({ rules: [wide] })).toBeDefined();
  expect(ssh.refuses({ rules: [rule('sgr-0'), wide] })).toBe(why);
});

test('brings back a rule with its description and tags, and no other rule that vanished meanwhile', () => {
  const gone = rule('sgr-1', { source: '::/0', description: 'just for today', tags: { ticket: 'OPS-7' } });
  const vanished = rule('sgr-2', { from: 443, to: 443 });
  expect(ssh.undo({ rules: [gone, vanished] }, { rules: [] })).toEqual([
    {
      service: 'ec2',
      operation: 'authorizeSecurityGroupIngress',
      input: {
        GroupId: groupId,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'just for today' }] }],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: 'OPS-7' }] }],
      },
    },
  ]);
});

test('a rule that came back under another id is the same rule', () => {
  expect(ssh.comparable({ rules: [rule('sgr-9')] })).toEqual(ssh.comparable({ rules: [rule('sgr-1')] }));
  expect(ssh.undo({ rules: [rule('sgr-1')] }, { rules: [rule('sgr-9')] })).toEqual([]);
});
