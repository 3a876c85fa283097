import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { setPasswordPolicy } from './set-password-policy.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const account = '123456789012';
const any = setPasswordPolicy.with({ account, expiry: 'any' });
const expiring = setPasswordPolicy.with({ account, expiry: 'within-90-days' });
const good = { length: 14, symbols: true, numbers: true, upper: true, lower: true, change: true, hard: false, remembered: 24 };

test('names every weakness', () => {
  expect(any.wrong({ policy: { ...good, length: 8, symbols: false } })).toBe(
    'passwords of 8 characters are long enough, no symbol is required',
  );
  expect(any.wrong({})).toBe('the account has no password policy of its own');
  expect(any.wrong({ policy: good })).toBeUndefined();
});

test('asks for an expiry only where a finding asks for one', () => {
  expect(any.wrong({ policy: good })).toBeUndefined();
  expect(expiring.wrong({ policy: good })).toBe('passwords do not expire within 90 days');
  const resource = { type: 'AWS::::Account', id: account, partition: 'aws', account, region: 'global' };
  expect(setPasswordPolicy.meantBy('securityhub:IAM.15', resource)).toEqual([{ account, expiry: 'any' }]);
  expect(setPasswordPolicy.meantBy('securityhub:IAM.17', resource)).toEqual([{ account, expiry: 'within-90-days' }]);
});

test('never weakens what is stronger already', () => {
  const strong = { ...good, length: 20, days: 30, lower: false };
  expect(any.fix({ policy: strong })).toMatchObject([
    { input: { MinimumPasswordLength: 20, MaxPasswordAge: 30, RequireLowercaseCharacters: true } },
  ]);
  expect(expiring.fix({ policy: { ...strong, days: 30 } })).toMatchObject([{ input: { MaxPasswordAge: 30 } }]);
});

test('does not lock people out whose expired password only an administrator could reset', () => {
  expect(expiring.refuses({ policy: { ...good, hard: true } })).toMatch(/lock people out/);
  expect(any.refuses({ policy: { ...good, hard: true } })).toBeUndefined();
  expect(expiring.refuses({ policy: { ...good, hard: true, days: 365 } })).toBeUndefined();
});

test('lets people choose their next password where passwords begin to expire, and nowhere else', () => {
  const dependent = { ...good, change: false };
  expect(expiring.fix({ policy: dependent })).toMatchObject([{ input: { MaxPasswordAge: 90, AllowUsersToChangePassword: true } }]);
  expect(expiring.fix({})).toMatchObject([{ input: { MaxPasswordAge: 90, AllowUsersToChangePassword: true } }]);
  expect(expiring.fix({ policy: { ...dependent, days: 60, upper: false } })).toMatchObject([
    { input: { AllowUsersToChangePassword: false } },
  ]);
  expect(any.fix({})).toMatchObject([{ input: { AllowUsersToChangePassword: false } }]);
});

test('undoes by deleting a policy that was not there', () => {
  expect(any.undo({}, { policy: good })).toMatchObject([{ operation: 'deleteAccountPasswordPolicy' }]);
  expect(any.undo({ policy: { ...good, length: 6 } }, { policy: good })).toMatchObject([{ input: { MinimumPasswordLength: 6 } }]);
});

test('takes what AWS does not mention, or says as 0, as not asked for', async () => {
  const cloud = scriptedCloud().on('iam', 'getAccountPasswordPolicy', () => ({
    PasswordPolicy: { MinimumPasswordLength: 14, ExpirePasswords: false, MaxPasswordAge: 0, PasswordReusePrevention: 0 },
  }));
  expect(await any.observe(cloud.reader(site))).toEqual({
    policy: { length: 14, symbols: false, numbers: false, upper: false, lower: false, change: false, hard: false },
  });
});

test('an account without a policy is weak, one that may not be read is not', async () => {
  const answering = (name: string) =>
    scriptedCloud().on('iam', 'getAccountPasswordPolicy', () => {
      throw awsError(name);
    });
  expect(any.wrong(await any.observe(answering('NoSuchEntityException').reader(site)))).toBeDefined();
  await expect(any.observe(answering('AccessDenied').reader(site))).rejects.toThrow('AccessDenied');
});
