import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removeOpenTrust } from './remove-open-trust.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const remedy = removeOpenTrust.with({ roleName: 'deploy' });
const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
const lambda = { Sid: 'lambda', ...assume, Principal: { Service: 'lambda.amazonaws.com' } };
const everyone = { Sid: 'open', ...assume, Principal: { AWS: '*' } };
const trusting = (...Statement: readonly object[]) => ({ path: '/', trust: JSON.stringify({ Version: '2012-10-17', Statement }) });
const healed = (state: ReturnType<typeof trusting>): { readonly Statement: readonly object[] } =>
  JSON.parse(Object(remedy.after(state)).trust);

test('takes out the statement for everyone and keeps every byte of the others', () => {
  const text = `{ "Version": "2012-10-17",\n  "Statement": [ ${JSON.stringify(lambda, undefined, 3)},\n ${JSON.stringify(everyone)} ] }`;
  expect(remedy.wrong({ path: '/', trust: text })).toBe('open lets everyone call sts:AssumeRole');
  const [update] = remedy.fix({ path: '/', trust: text });
  expect(update).toMatchObject({ operation: 'updateAssumeRolePolicy', input: { RoleName: 'deploy' } });
  expect(Object(update?.input).PolicyDocument).toContain(JSON.stringify(lambda, undefined, 3));
  expect(Object(update?.input).PolicyDocument).not.toContain('"*"');
});

test('whoever the open statement names besides stays trusted', () => {
  const mixed = { ...everyone, Principal: { AWS: ['*', 'arn:aws:iam::210987654321:root'], Service: 'ec2.amazonaws.com' } };
  expect(healed(trusting(mixed)).Statement).toEqual([
    { ...mixed, Principal: { AWS: ['arn:aws:iam::210987654321:root'], Service: ['ec2.amazonaws.com'] } },
  ]);
});

test('a role that only everyone could assume can be assumed by nobody, and comes back to the byte', () => {
  const open = trusting({ ...everyone, Principal: '*' });
  expect(healed(open).Statement).toEqual([{ Sid: 'SelfhealNobody', Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }]);
  expect(remedy.undo(open, remedy.after(open))).toMatchObject([{ input: { PolicyDocument: open.trust } }]);
});

test('everyone of one organization is not everyone, and a condition of another kind is for a person', () => {
  const conditioned = (Condition: object) => trusting({ ...everyone, Condition }, lambda);
  expect(remedy.wrong(conditioned({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }))).toBeUndefined();
  const external = conditioned({ StringEquals: { 'sts:ExternalId': 'partner-7' } });
  expect(remedy.wrong(external)).toBeDefined();
  expect(remedy.refuses(external)).toMatch(/sts:ExternalId may be meant to narrow it/);
});

test('leaves a trust that a Deny may close already, and its own roles, to a person', () => {
  const denied = {
    Sid: 'only-us',
    Effect: 'Deny',
    Principal: '*',
    Action: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  };
  expect(remedy.refuses(trusting(everyone, denied))).toMatch(/^only-us denies all but a few/);
  expect(removeOpenTrust.with({ roleName: 'selfheal-write' }).refuses(trusting(everyone))).toMatch(/own/);
});

test('another account that is named is trusted on purpose', () => {
  expect(remedy.wrong(trusting({ ...assume, Principal: { AWS: '210987654321' } }))).toBeUndefined();
});

test('a trust that AWS encodes is read, one that it does not tell is no healthy one', async () => {
  const role = { Path: '/', RoleName: 'deploy', RoleId: 'AROAEXAMPLEEXAMPLE00', Arn: 'arn', CreateDate: new Date(0) };
  const cloud = scriptedCloud().on('iam', 'getRole', () => ({
    Role: { ...role, AssumeRolePolicyDocument: encodeURIComponent(trusting(everyone).trust) },
  }));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBeDefined();
  cloud.on('iam', 'getRole', () => ({ Role: role }));
  await expect(remedy.observe(cloud.reader(site))).rejects.toThrow();
});
