import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreSecret } from './restore-secret.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreSecret.with({ secret: 'shop/database' });

test('keeps a secret that is to be deleted, and leaves any other alone', () => {
  expect(remedy.fix({ deleted: true })).toMatchObject([{ operation: 'restoreSecret', input: { SecretId: 'shop/database' } }]);
  expect(remedy.fix({ deleted: false })).toEqual([]);
});

test('leaves what a service manages, or another region decides, to them', () => {
  expect(remedy.refuses({ deleted: true, owner: 'rds' })).toBe('rds made the secret and deletes it by itself');
  expect(remedy.refuses({ deleted: true, primary: 'us-east-1' })).toMatch(/us-east-1/);
  expect(remedy.refuses({ deleted: false, owner: 'rds' })).toBeUndefined();
});

test('tells a copy from its original, and reads no value', async () => {
  const answers = [
    { DeletedDate: new Date(0), PrimaryRegion: 'eu-west-1' },
    { DeletedDate: new Date(0), PrimaryRegion: 'us-east-1', OwningService: 'rds' },
    { Name: 'shop/database' },
  ];
  const cloud = scriptedCloud().on('secretsmanager', 'describeSecret', () => answers.shift() ?? {});
  expect(await remedy.observe(cloud.reader(site))).toEqual({ deleted: true });
  expect(await remedy.observe(cloud.reader(site))).toEqual({ deleted: true, owner: 'rds', primary: 'us-east-1' });
  expect(await remedy.observe(cloud.reader(site))).toEqual({ deleted: false });
});

test('without an event only guarded secrets are looked at: of any other, being deleted may be what its owner wants', async () => {
  const Tags = [{ Key: 'selfheal:guarded', Value: 'true' }];
  const cloud = scriptedCloud({ guarded: ['named'] }).on('secretsmanager', 'listSecrets', () => ({
    SecretList: [{ Name: 'old' }, { Name: 'named' }, { Name: 'tagged', Tags }],
  }));
  expect((await restoreSecret.list(cloud.reader(site))).map(({ id }) => id)).toEqual(['named', 'tagged']);
});

test('never may delete a secret', () => expect(JSON.stringify(restoreSecret.permissions)).not.toContain('DeleteSecret'));
