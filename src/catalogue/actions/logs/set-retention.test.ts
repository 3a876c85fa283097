import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { setRetention } from './set-retention.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = setRetention.with({ logGroup: '/shop/web', days: 365 });
const short = { days: 7, bytes: 2 ** 30, class: 'STANDARD' };

test('a group whose events never expire keeps them long enough', () => {
  expect(remedy.wrong({ bytes: 0, class: 'STANDARD' })).toBeUndefined();
  expect(remedy.wrong(short)).toBe('events are kept for 7 days, not for 365');
  expect(remedy.wrong({ ...short, days: 731 })).toBeUndefined();
});

test('takes only what AWS takes', () => {
  expect(() => setRetention.with({ logGroup: '/shop/web', days: 100 })).toThrow(expect.objectContaining({ code: 'bad-params' }));
  expect(remedy.refuses({ ...short, class: 'DELIVERY' })).toMatch(/DELIVERY/);
});

test('is priced by how much more there will be', () => {
  expect(remedy.cost({ ...short, days: 73 })).toMatchObject([{ unit: 'logs:storage-gb', quantity: 4, per: 'month' }]);
  expect(remedy.cost({ bytes: 2 ** 30, class: 'STANDARD' })).toEqual([]);
});

test('finds the group itself among those whose names begin like it', async () => {
  const named = (logGroupName: string, retentionInDays: number) => ({ logGroupName, retentionInDays, storedBytes: 5 });
  const cloud = scriptedCloud().on('logs', 'describeLogGroups', () => ({ logGroups: [named('/shop/web-old', 1), named('/shop/web', 30)] }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ days: 30, bytes: 5, class: 'STANDARD' });
  cloud.on('logs', 'describeLogGroups', () => ({ logGroups: [named('/shop/web-old', 1)] }));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('shortens again only what it lengthened', () => {
  expect(remedy.undo(short, { ...short, days: 365 })).toMatchObject([{ input: { retentionInDays: 7 } }]);
  expect(remedy.undo(short, { ...short, days: 3 })).toEqual([]);
});
