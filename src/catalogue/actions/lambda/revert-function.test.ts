import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { revertFunction } from './revert-function.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = revertFunction.with({ function: 'mail' });
const settings = {
  Handler: 'index.handler',
  Runtime: 'nodejs22.x',
  Role: 'arn:aws:iam::123456789012:role/mail',
  Timeout: 30,
  MemorySize: 256,
  Layers: [],
};
const plain = { aliases: [], settings, code: 'sha-1', variables: 'digest-1', versions: ['1', '2'] };
const live = (version: string, weights: Record<string, number> = {}) => ({ name: 'live', version, weights, revision: 'r1' });
const aliased = { ...plain, aliases: [live('1')] };
const seen = (running: JsonObject, recorded: JsonObject) => ({ guarded: true, running, recorded });

test('leads an alias back to the version that was good, whatever is not published', () => {
  const state = seen({ ...aliased, code: 'sha-2', aliases: [live('2')] }, aliased);
  expect(remedy.wrong(state)).toBe('of what was recorded as good, alias live does not lead to version 1 alone');
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toMatchObject([
    { operation: 'updateAlias', input: { FunctionName: 'mail', Name: 'live', FunctionVersion: '1', RevisionId: 'r1' } },
  ]);
});

test('takes away the share that another version was given', () => {
  const state = seen({ ...aliased, aliases: [live('1', { '2': 0.5 })] }, aliased);
  expect(remedy.fix(state)).toMatchObject([{ input: { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } } }]);
});

test('a new version that no alias leads to is a deployment under way, not a change of what callers run', () => {
  expect(remedy.wrong(seen({ ...aliased, code: 'sha-2', variables: 'digest-2', versions: ['1', '2', '3'] }, aliased))).toBeUndefined();
});

test('without aliases, sets only the settings that are others', () => {
  const state = seen({ ...plain, settings: { ...settings, Timeout: 1 } }, plain);
  expect(remedy.fix(state)).toEqual([
    { service: 'lambda', operation: 'updateFunctionConfiguration', input: { FunctionName: 'mail', Timeout: 30 } },
  ]);
});

test.each([
  [seen({ ...plain, code: 'sha-2' }, plain), /its code is another.*deploy it again/],
  [seen({ ...plain, variables: 'digest-2' }, plain), /its environment variables are others/],
  [seen({ ...aliased, aliases: [] }, aliased), /alias live is gone/],
  [seen({ ...aliased, aliases: [live('2')], versions: ['2'] }, aliased), /version 1, which alias live led to, is gone/],
])('refuses what Lambda cannot take from anywhere: %#', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('with nothing recorded, or nobody guarding it, nothing is wrong', async () => {
  expect(remedy.wrong({ guarded: true, running: plain })).toBeUndefined();
  const cloud = scriptedCloud().on('lambda', 'listTags', () => ({ Tags: { owner: 'shop' } }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ guarded: false });
});

test('a state holds a digest of the environment, never its values', async () => {
  const cloud = scriptedCloud({ guarded: ['mail'] })
    .on('lambda', 'getFunctionConfiguration', () => ({
      CodeSha256: 'sha-1',
      Environment: { Variables: { DB_PASSWORD: 'the-secret-itself' } },
    }))
    .on('lambda', 'listAliases', () => ({ Aliases: [] }))
    .on('lambda', 'listVersionsByFunction', () => ({ Versions: [{ Version: '$LATEST' }, { Version: '1' }] }));
  const state = await remedy.observe(cloud.reader(site));
  expect(JSON.stringify(state)).not.toContain('the-secret-itself');
  expect(state).toMatchObject({ running: { versions: ['1'] } });
});
