import type { KeyMetadata } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableRotation } from './enable-rotation.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableRotation.with({ keyId: '0f3c' });
const plain = { KeyId: '0f3c', KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', KeyState: 'Enabled' } as const;
const observed = (key: KeyMetadata) =>
  remedy.observe(
    scriptedCloud()
      .on('kms', 'describeKey', () => ({ KeyMetadata: key }))
      .on('kms', 'getKeyRotationStatus', () => ({ KeyRotationEnabled: false }))
      .reader(site),
  );

test('a key that could be rotated and is not is wrong', async () => {
  const seen = await observed(plain);
  expect(seen).toEqual({ state: 'Enabled', rotatable: true, rotates: false });
  expect(remedy.wrong(seen)).toBe('the key is never rotated');
  expect(remedy.fix(seen)).toMatchObject([{ operation: 'enableKeyRotation', input: { KeyId: '0f3c' } }]);
});

const others: readonly KeyMetadata[] = [
  { ...plain, KeyManager: 'AWS' },
  { ...plain, KeySpec: 'RSA_2048' },
  { ...plain, KeySpec: 'HMAC_256' },
  { ...plain, Origin: 'EXTERNAL' },
  { ...plain, Origin: 'AWS_CLOUDHSM' },
  { ...plain, KeyState: 'PendingDeletion' },
  { ...plain, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } },
];
test.each(others)('leaves a key that KMS cannot rotate alone, without asking for its rotation: %j', async (key) => {
  const seen = await observed(key);
  expect(seen).toMatchObject({ rotatable: false, rotates: false });
  expect(remedy.wrong(seen)).toBeUndefined();
});

test('leaves a disabled key to a person', () =>
  expect(remedy.refuses({ state: 'Disabled', rotatable: true, rotates: false })).toMatch(/disabled/));

test('says what a year of it costs', () =>
  expect(remedy.cost({ state: 'Enabled', rotatable: true, rotates: false })).toMatchObject([{ unit: 'kms:rotation', quantity: 1 }]));
