import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableKey } from './enable-key.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const swept = enableKey.with({ keyId: '0f3c' });
const disabled = enableKey.with({ keyId: '0f3c', wasEnabled: true });

test('leaves a key alone that may be disabled on purpose', () => {
  expect(swept.wrong({ state: 'Disabled' })).toBeUndefined();
  expect(swept.fix({ state: 'Disabled' })).toEqual([]);
  expect(disabled.wrong({ state: 'Disabled' })).toBeDefined();
  expect(swept.wrong({ state: 'Disabled', wasEnabled: true })).toBeDefined();
});

test.each(['Enabled', 'PendingDeletion', 'PendingImport', 'Unavailable', 'Creating'])('has nothing to do with a key that is %s', (state) =>
  expect(disabled.fix({ state, wasEnabled: true })).toEqual([]),
);

test('lists the keys that the account made, not those of AWS services', async () => {
  const cloud = scriptedCloud()
    .on('kms', 'listKeys', () => ({ Keys: [{ KeyId: 'own', KeyArn: 'arn:own' }, { KeyId: 'aws' }, {}] }))
    .on('kms', 'describeKey', ({ KeyId }) => ({
      KeyMetadata: { KeyId, KeyManager: KeyId === 'own' ? ('CUSTOMER' as const) : ('AWS' as const) },
    }));
  expect(await enableKey.list(cloud.reader(site))).toEqual([{ ...site, type: 'AWS::KMS::Key', id: 'own', arn: 'arn:own' }]);
});
