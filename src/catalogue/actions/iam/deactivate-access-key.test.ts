import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { deactivateAccessKey } from './deactivate-access-key.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const because = (why: string, more: object = {}) => deactivateAccessKey.with({ userName: 'deploy', why, ...more });
const key = { id: 'AKIAEXAMPLEEXAMPLE01', active: true, ageDays: 200, idleHours: 24 * 60 };
const day = 24 * 60 * 60_000;

const now = Date.UTC(2026, 10, 20);
const ago = (days: number): Date => new Date(now - days * day);
const cloudWith = (keys: readonly { readonly id: string; readonly made: number; readonly used?: number }[]) =>
  scriptedCloud({ now: () => now })
    .on('iam', 'listAccessKeys', ({ UserName }) => ({
      AccessKeyMetadata: keys.map(({ id, made }) => ({ UserName, AccessKeyId: id, Status: 'Active' as const, CreateDate: ago(made) })),
    }))
    .on('iam', 'getAccessKeyLastUsed', ({ AccessKeyId }) => {
      const used = keys.find(({ id }) => id === AccessKeyId)?.used;
      return {
        AccessKeyLastUsed:
          used === undefined
            ? { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' }
            : { LastUsedDate: ago(used), ServiceName: 's3', Region: 'eu-west-1' },
      };
    });

test('a key that was never used counts from the day it was made', async () => {
  const cloud = cloudWith([
    { id: 'never', made: 46 },
    { id: 'new', made: 3 },
    { id: 'idle', made: 300, used: 50 },
    { id: 'busy', made: 300, used: 0 },
  ]);
  const state = await because('unused').observe(cloud.reader(site));
  expect(because('unused').wrong(state)).toBe('never was not used for 46 days, idle was not used for 50 days');
  // There is a new key, so that the busy one should not be used any more.
  expect(because('old').wrong(state)).toBe('idle is 300 days old, busy is 300 days old');
});

test('leaves an old key that is in use alone until it has a successor, and then until nothing uses it', async () => {
  const busy = { id: 'busy', made: 300, used: 3 };
  const alone = await because('old').observe(cloudWith([busy]).reader(site));
  expect(because('old').wrong(alone)).toBeUndefined();
  const succeeded = await because('old').observe(cloudWith([busy, { id: 'next', made: 2 }]).reader(site));
  expect(because('old').wrong(succeeded)).toBe('busy is 300 days old');
  expect(because('old').refuses(succeeded)).toBe('busy was used for s3 3 days ago: its program has not taken next yet');
  expect(because('old').refuses({ keys: [key] })).toBeUndefined();
});

test('deactivates a compromised key however lately it was used, and only the one that was named', () => {
  const keys = [
    { ...key, idleHours: 0 },
    { ...key, id: 'AKIAEXAMPLEEXAMPLE02' },
  ];
  const named = because('compromised', { accessKeyId: key.id });
  expect(named.refuses({ keys })).toBeUndefined();
  expect(named.fix({ keys })).toMatchObject([{ input: { UserName: 'deploy', AccessKeyId: key.id, Status: 'Inactive' } }]);
  expect(because('compromised').fix({ keys })).toHaveLength(2);
});

test('an age that grew between two looks is no change', () => {
  const remedy = because('unused');
  expect(remedy.comparable({ keys: [key] })).toEqual(remedy.comparable({ keys: [{ ...key, ageDays: 201, idleHours: 2000 }] }));
});

test('activates again only what it deactivated', () => {
  const keys = [key, { ...key, id: 'off', active: false }];
  expect(because('unused').undo({ keys }, { keys: keys.map((each) => ({ ...each, active: false })) })).toMatchObject([
    { input: { AccessKeyId: key.id, Status: 'Active' } },
  ]);
});

test("does not touch Selfheal's own users", () => {
  const own = deactivateAccessKey.with({ userName: 'selfheal-engine', why: 'compromised' });
  expect(own.refuses({ keys: [key] })).toMatch(/Selfheal's own/);
});

test('a user that vanishes between two reads is not called healthy', async () => {
  const cloud = cloudWith([{ id: 'gone', made: 300 }]).on('iam', 'getAccessKeyLastUsed', () => {
    throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
  });
  await expect(because('old').observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
