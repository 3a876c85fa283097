import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableScanOnPush } from './enable-scan-on-push.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableScanOnPush.with({ repository: 'shop/web' });
const off = { scanOnPush: false, frequency: 'MANUAL', scanner: 'BASIC' };

test('a rule of the registry that scans the repository is enough', () => {
  expect(remedy.wrong(off)).toBe('images are pushed without being scanned');
  for (const frequency of ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN']) expect(remedy.wrong({ ...off, frequency })).toBeUndefined();
  expect(remedy.wrong({ ...off, scanOnPush: true })).toBeUndefined();
});

test('where Inspector scans, the setting of the repository means nothing, and a person changes the rules', () => {
  const enhanced = { ...off, scanner: 'ENHANCED' };
  expect(remedy.wrong({ ...enhanced, scanOnPush: true })).toBeDefined();
  expect(remedy.refuses(enhanced)).toMatch(/Inspector/);
  expect(remedy.refuses({ ...enhanced, frequency: 'CONTINUOUS_SCAN' })).toBeUndefined();
});

test('what AWS leaves out is off, and a repository that is gone is not healthy', async () => {
  const cloud = scriptedCloud()
    .on('ecr', 'describeRepositories', () => ({ repositories: [{}] }))
    .on('ecr', 'batchGetRepositoryScanningConfiguration', () => ({ failures: [{ repositoryName: 'shop/web' }] }))
    .on('ecr', 'getRegistryScanningConfiguration', () => ({}));
  expect(await remedy.observe(cloud.reader(site))).toEqual(off);
  cloud.on('ecr', 'describeRepositories', () => {
    throw awsError('RepositoryNotFoundException', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
