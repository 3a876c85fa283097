import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { recreateParameter } from './recreate-parameter.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = recreateParameter.with({ name: '/shop/mode' });
const settings = { type: 'SecureString', keyId: 'alias/shop', tier: 'Standard', policies: 0 };
const recorded = { digest: 'd1', settings, tags: { 'selfheal:guarded': 'true', owner: 'shop' } };
const gone = { gone: true, recorded, copy: { version: 2, digest: 'd1' } };

/** A cloud in which no parameter is there but, perhaps, a copy. */
function emptied({ copy, record }: { readonly copy?: string; readonly record?: object }) {
  return scriptedCloud({
    recorded: () => (record === undefined ? undefined : JSON.parse(JSON.stringify({ gone: false, known: record }))),
  })
    .on('ssm', 'listTagsForResource', () => {
      throw awsError('InvalidResourceId', { code: 'no-such-resource' });
    })
    .on('ssm', 'getParameter', ({ Name }) => {
      if (copy === undefined || Name !== '/selfheal/copies/shop/mode') throw awsError('ParameterNotFound', { code: 'no-such-resource' });
      return { Parameter: { Value: copy, Version: 2 } };
    });
}

test('makes it as it was, and says where the value is, not what it is', () => {
  expect(remedy.fix(gone)).toEqual([
    {
      service: 'ssm',
      operation: 'putParameter',
      input: {
        Name: '/shop/mode',
        Value: { sealed: { parameter: '/selfheal/copies/shop/mode', version: 2, digest: 'd1' } },
        Type: 'SecureString',
        Tier: 'Standard',
        KeyId: 'alias/shop',
        Tags: [
          { Key: 'owner', Value: 'shop' },
          { Key: 'selfheal:guarded', Value: 'true' },
        ],
      },
    },
  ]);
});

test('is the same call from a stored state, whose keys come in another order', () => {
  const stored = { ...gone, recorded: { ...recorded, tags: { owner: 'shop', 'selfheal:guarded': 'true' } } };
  expect(remedy.fix(stored)).toEqual(remedy.fix(gone));
});

test.each([
  [{ gone: true }, /never recorded/],
  [{ gone: true, recorded }, /no copy of its value at \/selfheal\/copies\/shop\/mode/],
  [{ ...gone, copy: { version: 2, digest: 'd2' } }, /does not hold the value/],
  [{ ...gone, recorded: { ...recorded, settings: { ...settings, policies: 1 } } }, /policies/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('reads a copy only when the parameter is gone, and keeps its digest only', async () => {
  const state = await remedy.observe(emptied({ copy: 'the-secret-itself', record: recorded }).reader(site));
  expect(state).toMatchObject({ gone: true, copy: { version: 2 } });
  expect(JSON.stringify(state)).not.toContain('the-secret-itself');
});

test('a parameter that nobody guarded is gone too, and that is for a person', async () => {
  const state = await remedy.observe(emptied({}).reader(site));
  expect(remedy.wrong(state)).toBe('the parameter is gone');
  expect(remedy.refuses(state)).toMatch(/nobody guarded it/);
});

test('does not read the value of a parameter that is there and that nobody guards', async () => {
  const cloud = scriptedCloud().on('ssm', 'listTagsForResource', () => ({ TagList: [{ Key: 'owner', Value: 'shop' }] }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ gone: false });
});
