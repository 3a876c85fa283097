import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableEbsEncryption } from './enable-ebs-encryption.ts';

const site = { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' };
const remedy = enableEbsEncryption.with({ account: site.account });

test('the account of a region is the resource, and its id names it', async () => {
  const reader = scriptedCloud().reader(site);
  const [account] = await enableEbsEncryption.list(reader);
  expect(account).toEqual({ type: 'AWS::::Account', id: site.account, ...site });
  expect(account && enableEbsEncryption.from(account)).toEqual([{ account: site.account }]);
  expect(account && (await enableEbsEncryption.tags(reader, account))).toEqual({});
});

test('an answer without the setting means that it is off', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'getEbsEncryptionByDefault', () => ({}))
    .reader(site);
  expect(remedy.wrong(await remedy.observe(reader))).toMatch(/not encrypted/);
});

test('turns off again only what it turned on', () => {
  expect(remedy.undo({ enabled: false }, { enabled: true })).toMatchObject([{ operation: 'disableEbsEncryptionByDefault' }]);
  expect(remedy.undo({ enabled: true }, { enabled: true })).toEqual([]);
  expect(remedy.undo({ enabled: false }, { enabled: false })).toEqual([]);
});
