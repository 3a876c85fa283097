import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' };
const arn = 'arn:aws-cn:sns:cn-north-1:123456789012:alerts';
const remedy = removePublicStatement.with({ topic: 'alerts' });
const open = '{"Sid":"open","Effect":"Allow","Principal":{"AWS":"*"},"Action":"SNS:Publish","Resource":"*"}';
const ownersOnly =
  '{"Sid":"owner","Effect":"Allow","Principal":{"AWS":"*"},"Action":"SNS:Publish","Resource":"*","Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}';

test("AWS's own policy of a new topic names everyone, and is not public", () =>
  expect(remedy.wrong({ arn, policy: `{"Statement":[${ownersOnly}]}` })).toBeUndefined());

test('takes out the public statement and leaves the owner his', () =>
  expect(remedy.fix({ arn, policy: `{"Statement":[${ownersOnly},${open}]}` })).toMatchObject([
    { input: { TopicArn: arn, AttributeName: 'Policy', AttributeValue: `{"Statement":[${ownersOnly}]}` } },
  ]));

test('a topic that would be left without a policy gets the one of a new topic, because SNS takes no empty one', () => {
  const state = { arn, policy: `{"Statement":[${open}]}` };
  const after = Object(remedy.after(state));
  expect(JSON.parse(after.policy)).toMatchObject({
    Id: '__default_policy_ID',
    Statement: [{ Resource: arn, Condition: { StringEquals: { 'AWS:SourceOwner': '123456789012' } } }],
  });
  expect(remedy.wrong(after)).toBeUndefined();
  expect(remedy.undo(state, after)).toMatchObject([{ input: { AttributeValue: state.policy } }]);
});

test('knows a topic by its name and its ARN, in any partition', async () => {
  expect(removePublicStatement.from({ ...site, type: 'AWS::SNS::Topic', id: arn })).toEqual([{ topic: 'alerts' }]);
  const cloud = scriptedCloud().on('sns', 'getTopicAttributes', ({ TopicArn }) => ({
    Attributes: { Policy: TopicArn === arn ? 'x' : '' },
  }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ arn, policy: 'x' });
});
