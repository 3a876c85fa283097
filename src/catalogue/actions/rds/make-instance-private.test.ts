import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeInstancePrivate } from './make-instance-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = makeInstancePrivate.with({ instance: 'orders' });
const open = { status: 'available', publiclyAccessible: true };

test('changes that one attribute, and applies nothing else that waits for the maintenance window', () =>
  expect(remedy.fix(open)).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', PubliclyAccessible: false } },
  ]));

test.each(['modifying', 'backing-up', 'starting', 'configuring-enhanced-monitoring'])('waits while the instance is %s', (status) => {
  expect(remedy.wrong({ ...open, status })).toBe(`the instance is publicly accessible and ${status}`);
  expect(remedy.refuses({ ...open, status })).toBeUndefined();
  expect(remedy.fix({ ...open, status })).toEqual([]);
});

test.each(['stopped', 'deleting', 'failed', 'storage-full', 'incompatible-network', 'inaccessible-encryption-credentials-recoverable'])(
  'leaves an instance that is %s to a person',
  (status) => {
    expect(remedy.refuses({ ...open, status })).toBe(`it is ${status}: AWS does not let its settings be changed`);
    expect(remedy.refuses({ status, publiclyAccessible: false })).toBeUndefined();
  },
);

test('an instance that AWS calls neither public nor private is private', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({ DBInstances: [{ DBInstanceStatus: 'creating' }] }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ status: 'creating', publiclyAccessible: false });
});

test('an instance that is gone is not healthy', async () => {
  const empty = scriptedCloud().on('rds', 'describeDBInstances', () => ({ DBInstances: [] }));
  await expect(remedy.observe(empty.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
  const gone = scriptedCloud().on('rds', 'describeDBInstances', () => {
    throw awsError('DBInstanceNotFoundFault', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(gone.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
