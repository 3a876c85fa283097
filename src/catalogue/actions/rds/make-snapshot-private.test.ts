import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeSnapshotPrivate } from './make-snapshot-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const everyone = makeSnapshotPrivate.with({ snapshot: 'orders-1', sharedWith: 'all' });
const partner = makeSnapshotPrivate.with({ snapshot: 'orders-1', sharedWith: '210987654321' });
const shared = { sharedWith: ['210987654321', 'all'] };

test('takes out one name, and no other', () => {
  expect(everyone.fix(shared)).toMatchObject([{ input: { AttributeName: 'restore', ValuesToRemove: ['all'] } }]);
  expect(partner.fix(shared)).toMatchObject([{ input: { AttributeName: 'restore', ValuesToRemove: ['210987654321'] } }]);
  expect(everyone.after(shared)).toEqual({ sharedWith: ['210987654321'] });
});

test('says who may restore it', () => {
  expect(everyone.wrong(shared)).toBe('every AWS account may restore the snapshot');
  expect(partner.wrong(shared)).toBe('the account 210987654321 may restore the snapshot');
  expect(partner.wrong({ sharedWith: ['all'] })).toBeUndefined();
});

test('takes no parameter that is neither an account nor everyone', () =>
  expect(() => makeSnapshotPrivate.with({ snapshot: 'orders-1', sharedWith: 'arn:aws:iam::1:root' })).toThrow(
    expect.objectContaining({ code: 'bad-params' }),
  ));

test('reads the restore attribute among others, and a snapshot without one is shared with nobody', async () => {
  const answers = [
    {
      DBSnapshotAttributes: [
        { AttributeName: 'other', AttributeValues: ['all'] },
        { AttributeName: 'restore', AttributeValues: ['b', 'a'] },
      ],
    },
    {},
  ];
  const cloud = scriptedCloud().on('rds', 'describeDBSnapshotAttributes', () => ({ DBSnapshotAttributesResult: answers.shift() }));
  expect(await everyone.observe(cloud.reader(site))).toEqual({ sharedWith: ['a', 'b'] });
  expect(await everyone.observe(cloud.reader(site))).toEqual({ sharedWith: [] });
});
