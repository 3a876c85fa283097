import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableVersioning } from './enable-versioning.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableVersioning.with({ bucket: 'orders' });

test('tells a bucket that never had versions from one whose versioning is suspended', () => {
  expect(remedy.wrong({ mfaDelete: false })).toBe('the bucket keeps no versions');
  expect(remedy.wrong({ status: 'Suspended', mfaDelete: false })).toMatch(/suspended/);
  expect(remedy.wrong({ status: 'Enabled', mfaDelete: false })).toBeUndefined();
});

test('suspends where there were no versions, because AWS has no way back to none', () => {
  expect(remedy.undo({ mfaDelete: false }, { status: 'Enabled', mfaDelete: false })).toMatchObject([
    { input: { VersioningConfiguration: { Status: 'Suspended' } } },
  ]);
  expect(remedy.comparable({ mfaDelete: false })).toEqual(remedy.comparable({ status: 'Suspended', mfaDelete: false }));
});

test('leaves a bucket with MFA delete to the one who has the device', () => {
  expect(remedy.refuses({ status: 'Suspended', mfaDelete: true })).toMatch(/MFA delete/);
  expect(remedy.refuses({ status: 'Suspended', mfaDelete: false })).toBeUndefined();
});

test('an empty answer of AWS means that there are no versions', async () => {
  const cloud = scriptedCloud().on('s3', 'getBucketVersioning', () => ({}));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ mfaDelete: false });
});
