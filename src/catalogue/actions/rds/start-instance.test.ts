import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { startInstance } from './start-instance.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = startInstance.with({ instance: 'orders' });

test('waits while the instance stops or starts', () => {
  expect(remedy.wrong({ status: 'stopping' })).toBe('the instance is stopping');
  expect(remedy.wrong({ status: 'starting' })).toBe('the instance is still starting');
  expect([...remedy.fix({ status: 'stopping' }), ...remedy.fix({ status: 'starting' })]).toEqual([]);
});

test.each(['available', 'backing-up', 'deleting', 'storage-full'])('an instance that is %s was not stopped', (status) =>
  expect(remedy.wrong({ status })).toBeUndefined(),
);

test('leaves what a cluster or a schedule stops to them', () => {
  expect(remedy.refuses({ status: 'stopped', cluster: 'shop' })).toBe('it belongs to the cluster shop, which starts and stops as a whole');
  expect(remedy.refuses({ status: 'stopped', schedule: 'office-hours' })).toMatch(/Schedule=office-hours/);
  expect(remedy.refuses({ status: 'available', cluster: 'shop' })).toBeUndefined();
});

test('a sweep looks at guarded instances only: any other may be stopped on purpose', async () => {
  const cloud = scriptedCloud({ guarded: ['listed'] }).on('rds', 'describeDBInstances', () => ({
    DBInstances: [
      { DBInstanceIdentifier: 'tagged', TagList: [{ Key: 'selfheal:guarded', Value: 'true' }] },
      { DBInstanceIdentifier: 'listed' },
      { DBInstanceIdentifier: 'other', TagList: [{ Key: 'selfheal:guarded', Value: 'false' }] },
    ],
  }));
  expect((await startInstance.list(cloud.reader(site))).map(({ id }) => id)).toEqual(['tagged', 'listed']);
});

test('stops it again only when it was stopped before and runs now', () => {
  expect(remedy.undo({ status: 'stopped' }, { status: 'available' })).toMatchObject([{ operation: 'stopDBInstance' }]);
  expect(remedy.undo({ status: 'available' }, { status: 'available' })).toEqual([]);
});
