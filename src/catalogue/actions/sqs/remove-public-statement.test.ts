import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const remedy = removePublicStatement.with({ queue: 'orders' });
const own = '{"Sid":"own","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sqs:*","Resource":"*"}';
const open = '{ "Sid": "open", "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*" }';
const policy = `{"Version":"2012-10-17", "Statement":[ ${own},\n ${open} ]}`;

test('cuts one statement out of the text, and every other byte stays', () => {
  expect(remedy.wrong({ url, policy })).toBe('open lets everyone call sqs:SendMessage');
  expect(remedy.fix({ url, policy })).toEqual([
    {
      service: 'sqs',
      operation: 'setQueueAttributes',
      input: { QueueUrl: url, Attributes: { Policy: `{"Version":"2012-10-17", "Statement":[ ${own} ]}` } },
    },
  ]);
});

test('takes the policy away when nothing is left of it', () =>
  expect(remedy.fix({ url, policy: `{"Statement":${open}}` })).toMatchObject([{ input: { Attributes: { Policy: '' } } }]));

test('undoes over what somebody added since', () => {
  const since = `{"Statement":[${own.replace('own', 'since')}]}`;
  expect(remedy.undo({ url, policy }, { url, policy: since })).toMatchObject([
    { input: { Attributes: { Policy: `{"Statement":[${own.replace('own', 'since')},${open}]}` } } },
  ]);
  expect(remedy.undo({ url, policy }, { url })).toMatchObject([{ input: { Attributes: { Policy: policy } } }]);
});

test('a queue without a policy is private', async () => {
  const answers = [{}, { Attributes: { Policy: '' } }];
  const cloud = scriptedCloud()
    .on('sqs', 'getQueueUrl', () => ({ QueueUrl: url }))
    .on('sqs', 'getQueueAttributes', () => answers.shift() ?? {});
  for (let time = 0; time < 2; time += 1) expect(await remedy.observe(cloud.reader(site))).toEqual({ url });
  expect(remedy.wrong({ url })).toBeUndefined();
});

test('asks for pages when it lists, because AWS stops at a thousand queues without saying so', async () => {
  const cloud = scriptedCloud().on('sqs', 'listQueues', ({ MaxResults }) => ({ QueueUrls: MaxResults === 1000 ? [url] : [] }));
  expect(await removePublicStatement.list(cloud.reader(site))).toMatchObject([
    { id: 'orders', arn: 'arn:aws:sqs:eu-west-1:123456789012:orders' },
  ]);
});
