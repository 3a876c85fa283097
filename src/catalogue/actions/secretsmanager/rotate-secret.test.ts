import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { rotateSecret } from './rotate-secret.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = rotateSecret.with({ secret: 'shop/database' });
const now = Date.parse('2026-11-21T00:00:00Z');
const daysAgo = (days: number): Date => new Date(now - days * 24 * 3_600_000);
const old = { ageDays: 91, rotates: true, pending: false, deleted: false };

const described = (answer: object) =>
  remedy.observe(
    scriptedCloud({ now: () => now })
      .on('secretsmanager', 'describeSecret', () => ({ Name: 'shop/database', CreatedDate: daysAgo(400), ...answer }))
      .reader(site),
  );

test('counts from the last rotation, and from its making when there was none', async () => {
  expect(await described({ RotationEnabled: true, LastRotatedDate: daysAgo(91) })).toMatchObject({ ageDays: 91, rotates: true });
  expect(await described({})).toMatchObject({ ageDays: 400, rotates: false });
});

test('knows a rotation that is under way from one that ended', async () => {
  const under = { one: ['AWSCURRENT'], two: ['AWSPENDING'] };
  expect(await described({ VersionIdsToStages: under })).toMatchObject({ pending: true });
  expect(await described({ VersionIdsToStages: { one: ['AWSPREVIOUS'], two: ['AWSCURRENT', 'AWSPENDING'] } })).toMatchObject({
    pending: false,
  });
  expect(remedy.fix({ ...old, pending: true })).toEqual([]);
});

test.each([
  [{ ...old, rotates: false }, /no rotation function/],
  [{ ...old, owner: 'rds' }, /rds made the secret/],
  [{ ...old, primary: 'us-east-1' }, /copy of a secret in us-east-1/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('a secret that is to be deleted is not rotated', () => expect(remedy.wrong({ ...old, deleted: true })).toBeUndefined());
