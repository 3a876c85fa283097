import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { deleteOpenNaclEntry } from './delete-open-nacl-entry.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const networkAclId = 'acl-0123456789abcdef0';
const remedy = deleteOpenNaclEntry.with({ networkAclId });
const entry = (number: number, more: object = {}) => ({
  number,
  action: 'allow',
  protocol: '6',
  cidr: '0.0.0.0/0',
  from: 22,
  to: 22,
  ...more,
});
const https = entry(100, { from: 443, to: 443 });
const everything = entry(90, { protocol: '-1', from: undefined, to: undefined });
const state = (...entries: object[]) => ({ isDefault: false, entries: JSON.parse(JSON.stringify(entries)) });

test('an entry that is overruled by an earlier one opens nothing', () => {
  const denied = [entry(10, { action: 'deny' }), entry(11, { action: 'deny', from: 3389, to: 3389 })];
  expect(remedy.wrong(state(...denied, everything, https))).toBeUndefined();
  expect(remedy.wrong(state(denied[0] ?? {}, everything, https))).toMatch(/entry 90/);
  expect(remedy.wrong(state(entry(10, { action: 'deny', cidr: '::/0' }), entry(20), https))).toMatch(/entry 20/);
});

test('other ports, offices, UDP and ICMP are not its business', () => {
  const fine = [
    https,
    entry(110, { cidr: '198.51.100.0/24' }),
    entry(120, { protocol: '17' }),
    entry(130, { protocol: '1', from: undefined }),
  ];
  expect(remedy.wrong(state(...fine))).toBeUndefined();
});

test('each entry that an event names is a condition of its own', () => {
  const both = state(entry(20), entry(30, { from: 3389, to: 3389 }), https);
  expect(remedy.fix(both)).toHaveLength(2);
  const one = deleteOpenNaclEntry.with({ networkAclId, ruleNumber: 30 });
  expect(one.condition).toEqual({ ruleNumber: 30 });
  expect(one.fix(both)).toMatchObject([{ operation: 'deleteNetworkAclEntry', input: { RuleNumber: 30, Egress: false } }]);
});

test('an entry that was replaced becomes what it was, and rolled back what it is', () => {
  const office = entry(90, { cidr: '198.51.100.0/24' });
  const before = { ...state(everything, https), recorded: [office, https] };
  expect(remedy.refuses(before)).toBeUndefined();
  expect(remedy.fix(before)).toMatchObject([
    { operation: 'replaceNetworkAclEntry', input: { RuleNumber: 90, CidrBlock: '198.51.100.0/24' } },
  ]);
  expect(remedy.undo(before, { ...before, entries: [office, https] })).toMatchObject([
    { operation: 'replaceNetworkAclEntry', input: { RuleNumber: 90, Protocol: '-1', CidrBlock: '0.0.0.0/0' } },
  ]);
});

test.each([
  [{ ...state(entry(100, { protocol: '-1' })), isDefault: true }, /how AWS makes the default ACL/],
  [state(everything, https), /nobody recorded/],
  [state(entry(20)), /cut off/],
])('refuses %j', (wrong, why) => {
  expect(remedy.wrong(wrong)).toBeDefined();
  expect(remedy.refuses(wrong)).toMatch(why);
});

test("leaves out AWS's own last entries and the outgoing ones", async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeNetworkAcls', () => ({
      NetworkAcls: [
        {
          Entries: [
            { RuleNumber: 32_767, RuleAction: 'deny' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0', Egress: false },
            { RuleNumber: 100, RuleAction: 'allow' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0', Egress: true },
          ],
        },
      ],
    }))
    .reader(site);
  expect(await remedy.observe(reader)).toEqual({ isDefault: false, entries: [] });
});
