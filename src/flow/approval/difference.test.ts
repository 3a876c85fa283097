import { expect, test } from 'vitest';
import type { Call } from '#domain/call.ts';
import type { Plan } from '#domain/facts.ts';
import type { Json } from '#domain/json.ts';
import { difference } from './difference.ts';

const put = (input: Json, operation = 'putPublicAccessBlock'): Call => ({ service: 's3', operation, input });
const planned = (state: Json, calls: readonly Call[], monthlyUsd = 0) => {
  const items = monthlyUsd === 0 ? [] : [{ what: 'a volume', unit: 'gp3', quantity: 1, per: 'month' as const, usd: monthlyUsd }];
  const cost = { known: true, monthlyUsd, onceUsd: 0, items };
  const plan: Plan = { action: 's3.x', params: {}, rounds: [[...calls]], from: 'a', predicted: 'b', cost, undo: 'undo', hash: 'h' };
  return { plan, state };
};

test('what changed about the resource, the calls and the cost is said in words', () => {
  const before = planned({ size: 8, open: true }, [put({ Bucket: 'a', Block: false }), put({ Bucket: 'a' }, 'putBucketAcl')], 5);
  const now = planned({ size: 16, owner: 'x' }, [put({ Bucket: 'a', Block: true }), put({ Bucket: 'a' }, 'putBucketTagging')], 7);
  expect(difference(before, now)).toEqual([
    'the resource: size is 16 instead of 8',
    'the resource: open is gone; it was true',
    'the resource: owner is "x", and was not there',
    'the calls: s3:putPublicAccessBlock with other values: Block is true instead of false',
    'the calls: also s3:putBucketTagging {"Bucket":"a"}',
    'the calls: no longer s3:putBucketAcl {"Bucket":"a"}',
    expect.stringMatching(/^the cost: it .*\+7 USD a month.*; before, it .*\+5 USD a month/),
  ]);
});

test('a call that is sent once more or once less is seen', () => {
  const call = put({ Bucket: 'a' });
  expect(difference(planned(1, [call]), planned(1, [call, call]))).toEqual(['the calls: also s3:putPublicAccessBlock {"Bucket":"a"}']);
});

test('no secret is in it, and a secret that changed is told as such', () => {
  const said = difference(
    planned({ password: 'hunter2' }, [put({ password: 'hunter2' })]),
    planned({ password: 'swordfish' }, [put({ password: 'swordfish' })]),
  );
  expect(said).toEqual([
    'the resource: a value that is kept secret is another one',
    'the calls: s3:putPublicAccessBlock with other values: kept secret',
  ]);
});

test('it stays readable, whatever changed', () => {
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field${index}`, 'x'.repeat(1_000)]));
  const said = difference(planned({}, []), planned(wide, []));
  expect(said).toHaveLength(13);
  expect(said.at(-1)).toBe('and 28 more differences');
  expect(Math.max(...said.map(({ length }) => length))).toBeLessThan(250);
  expect(difference(planned({}, []), planned({}, []))).toEqual(['it is planned anew, with the same calls']);
});
