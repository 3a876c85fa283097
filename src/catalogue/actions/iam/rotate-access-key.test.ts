import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { rotateAccessKey } from './rotate-access-key.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const remedy = rotateAccessKey.with({ userName: 'deploy' });
const key = { id: 'AKIAEXAMPLEEXAMPLE01', active: true, ageDays: 200, idleHours: 5 };
const holder = { name: 'deploy/key', rotates: true, pending: false };
const now = Date.UTC(2026, 10, 21);

const cloud = (SecretList: readonly object[]) =>
  scriptedCloud({ now: () => now })
    .on('iam', 'listAccessKeys', ({ UserName }) => ({
      AccessKeyMetadata: [{ UserName, AccessKeyId: key.id, Status: 'Active' as const, CreateDate: new Date(now - 200 * 24 * 3_600_000) }],
    }))
    .on('iam', 'getAccessKeyLastUsed', () => ({
      AccessKeyLastUsed: { LastUsedDate: new Date(now - 5 * 3_600_000), ServiceName: 's3', Region: 'eu-west-1' },
    }))
    .on('secretsmanager', 'listSecrets', () => ({ SecretList: [...SecretList] }))
    .reader(site);

test('finds the secret that says by its tag whose key it holds', async () => {
  const tagged = (Value: string) => ({ Name: `${Value}/key`, RotationEnabled: true, Tags: [{ Key: 'selfheal:access-key-of', Value }] });
  const state = await remedy.observe(cloud([tagged('report'), tagged('deploy')]));
  expect(state).toMatchObject({ holder });
  expect(remedy.wrong(state)).toBe('AKIAEXAMPLEEXAMPLE01 is 200 days old, in use, and has no successor');
  expect(remedy.fix(state)).toMatchObject([{ operation: 'rotateSecret', input: { SecretId: 'deploy/key' } }]);
});

test('waits for a rotation that is under way', async () => {
  const pending = { one: ['AWSCURRENT'], two: ['AWSPENDING'] };
  const Tags = [{ Key: 'selfheal:access-key-of', Value: 'deploy' }];
  const state = await remedy.observe(cloud([{ Name: 'deploy/key', RotationEnabled: true, Tags, SecretVersionsToStages: pending }]));
  expect(remedy.fix(state)).toEqual([]);
});

test('leaves a key that nothing uses to its deactivation', () => {
  expect(remedy.wrong({ keys: [{ ...key, idleHours: 24 * 30 }], holder })).toBeUndefined();
});

test.each([
  [{ keys: [key] }, /no secret is tagged selfheal:access-key-of=deploy/],
  [{ keys: [key], holder: { ...holder, rotates: false } }, /has no rotation function/],
  [{ keys: [key, { ...key, id: 'off', active: false }], holder }, /2 keys already/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));
