import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
const remedy = removePublicStatement.with({ tableName: 'orders' });
const own = '{"Sid":"own","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"dynamodb:GetItem","Resource":"*"}';
const open = '{"Sid":"open","Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}';

test('writes only over the revision that it read', () => {
  const state = { arn, policy: `{"Statement":[${open},${own}]}`, revision: '7' };
  expect(remedy.fix(state)).toMatchObject([
    { operation: 'putResourcePolicy', input: { ResourceArn: arn, Policy: `{"Statement":[${own}]}`, ExpectedRevisionId: '7' } },
  ]);
  expect(remedy.fix({ ...state, policy: `{"Statement":${open}}` })).toMatchObject([
    { operation: 'deleteResourcePolicy', input: { ExpectedRevisionId: '7' } },
  ]);
});

test('undoes over a table that has no policy by now, and only while it has none', () =>
  expect(remedy.undo({ arn, policy: `{"Statement":${open}}`, revision: '7' }, { arn })).toMatchObject([
    { operation: 'putResourcePolicy', input: { ExpectedRevisionId: 'NO_POLICY' } },
  ]));

test('a table without a policy is private, and one that is gone is not healthy', async () => {
  const cloud = scriptedCloud()
    .on('dynamodb', 'describeTable', () => ({ Table: { TableArn: arn } }))
    .on('dynamodb', 'getResourcePolicy', () => {
      throw awsError('PolicyNotFoundException');
    });
  const seen = await remedy.observe(cloud.reader(site));
  expect(seen).toEqual({ arn });
  expect(remedy.wrong(seen)).toBeUndefined();
  cloud.on('dynamodb', 'describeTable', () => {
    throw awsError('ResourceNotFoundException', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
