import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = removePublicStatement.with({ secret: 'shop/database' });
const own = '{"Sid":"own","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}';
const open = '{"Sid":"open","Effect":"Allow","Principal":{"AWS":"*"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}';

test('has AWS check that what stays is not public', () =>
  expect(remedy.fix({ policy: `{"Statement":[${open},${own}]}` })).toMatchObject([
    { operation: 'putResourcePolicy', input: { ResourcePolicy: `{"Statement":[${own}]}`, BlockPublicPolicy: true } },
  ]));

test('deletes a policy that says nothing else, and brings it back without that check', () => {
  const policy = `{"Statement":${open}}`;
  expect(remedy.fix({ policy })).toMatchObject([{ operation: 'deleteResourcePolicy', input: { SecretId: 'shop/database' } }]);
  expect(remedy.undo({ policy }, {})).toEqual([
    { service: 'secretsmanager', operation: 'putResourcePolicy', input: { SecretId: 'shop/database', ResourcePolicy: policy } },
  ]);
});

test('asks for no policy of a secret that is to be deleted, because AWS refuses to tell', async () => {
  const cloud = scriptedCloud().on('secretsmanager', 'describeSecret', () => ({ DeletedDate: new Date(0) }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(seen).toEqual({});
  expect(remedy.wrong(seen)).toBeUndefined();
});
