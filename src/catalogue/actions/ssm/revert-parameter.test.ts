import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { revertParameter } from './revert-parameter.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = revertParameter.with({ name: '/shop/mode' });
const versions = (...digests: string[]) => digests.map((digest, index) => ({ version: index + 1, digest, labels: [] as string[] }));
const state = (...digests: string[]) => ({
  guarded: true,
  versions: versions(...digests),
  settings: { type: 'SecureString', keyId: 'alias/shop', tier: 'Standard', policies: 0 },
});

test('a labelled version is good, whatever was recorded', () => {
  const now = { ...state('a', 'b', 'c'), recorded: 'c' };
  const labelled = { ...now, versions: now.versions.map((each) => (each.version === 1 ? { ...each, labels: ['selfheal-good'] } : each)) };
  expect(remedy.wrong(labelled)).toBe('version 3 differs from version 1, labelled selfheal-good');
  expect(remedy.wrong(now)).toBeUndefined();
});

test('the value comes back sealed, with the type and the key that the parameter has', () => {
  expect(remedy.fix({ ...state('a', 'b'), recorded: 'a' })).toEqual([
    {
      service: 'ssm',
      operation: 'putParameter',
      input: {
        Name: '/shop/mode',
        Value: { sealed: { parameter: '/shop/mode', version: 1, digest: 'a' } },
        Overwrite: true,
        Type: 'SecureString',
        Tier: 'Standard',
        KeyId: 'alias/shop',
      },
    },
  ]);
});

test('the same value written again is not a change', () => {
  expect(remedy.wrong({ ...state('a', 'b', 'a'), recorded: 'a' })).toBeUndefined();
});

test('with nothing known as good, the version of the event is judged by the one before it', () => {
  expect(remedy.wrong(state('a', 'b'))).toBeUndefined();
  expect(revertParameter.with({ name: '/shop/mode', version: 2 }).wrong(state('a', 'b'))).toBe(
    'version 2 differs from version 1, the one before the event',
  );
  expect(revertParameter.with({ name: '/shop/mode', version: 1 }).wrong(state('a'))).toBeUndefined();
});

test('a guess is left to a person when somebody wrote again since', () => {
  const event = revertParameter.with({ name: '/shop/mode', version: 2 });
  expect(event.refuses(state('a', 'b'))).toBeUndefined();
  expect(event.refuses(state('a', 'b', 'c'))).toMatch(/version 3 was written after version 2/);
});

test('refuses when the good value is gone from the history, and when policies could be lost', () => {
  expect(remedy.wrong({ ...state('a', 'b'), recorded: 'z' })).toBeDefined();
  expect(remedy.refuses({ ...state('a', 'b'), recorded: 'z' })).toBe('no version that AWS still has holds the known-good value');
  const now = state('a', 'b');
  expect(remedy.refuses({ ...now, recorded: 'a', settings: { ...now.settings, policies: 1 } })).toMatch(/policies/);
});

test('does not read the values of a parameter that nobody guards', async () => {
  const cloud = scriptedCloud().on('ssm', 'listTagsForResource', () => ({ TagList: [{ Key: 'owner', Value: 'shop' }] }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(seen).toEqual({ guarded: false, versions: [] });
  expect(remedy.wrong(seen)).toBeUndefined();
});

test('a state holds digests, never values', async () => {
  const cloud = scriptedCloud()
    .on('ssm', 'listTagsForResource', () => ({ TagList: [{ Key: 'selfheal:guarded', Value: 'true' }] }))
    .on('ssm', 'getParameterHistory', () => ({
      Parameters: [{ Name: '/shop/mode', Type: 'SecureString' as const, Value: 'the-secret-itself', Version: 1 }],
    }));
  expect(JSON.stringify(await remedy.observe(cloud.reader(site)))).not.toContain('the-secret-itself');
});

test('a record of another shape is an error, not a guess', async () => {
  const cloud = scriptedCloud({ recorded: () => ({ versions: 'none' }) })
    .on('ssm', 'listTagsForResource', () => ({ TagList: [{ Key: 'selfheal:guarded', Value: 'true' }] }))
    .on('ssm', 'getParameterHistory', () => ({ Parameters: [{ Type: 'String' as const, Value: 'a', Version: 1 }] }));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'bad-state' });
});
