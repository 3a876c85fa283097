import { expect, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, start } from '#testkit/flow-world.ts';
import { openEngine } from './engine.ts';

const account = '123456789012';
const dayMs = 24 * 60 * 60_000;

const call = (day: number, eventSource: string, eventName: string, requestParameters: object) => {
  const time = new Date(start - (44 - day) * dayMs).toISOString();
  return {
    version: '0',
    id: `delivery-${day}-${eventName}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${eventSource}`,
    account,
    time,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, accountId: account, userName: 'alice' },
      eventTime: time,
      eventSource: `${eventSource}.amazonaws.com`,
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      requestParameters: { ...requestParameters },
      requestID: `request-${day}-${eventName}`,
      eventID: `event-${day}-${eventName}`,
      eventType: 'AwsApiCall',
      recipientAccountId: account,
    },
  };
};

test('what an engine learned is known to the next one, and stands on the incidents that it opens', async () => {
  const store = memoryStore();
  const catalogue = await openCatalogue();
  const open = () => {
    const { tools } = flowWorld({ cloud: bucketWorld(1).cloud, actions: [], store });
    return openEngine({ ...tools, catalogue }, { sites: () => [], close: async () => {} });
  };
  const first = open();
  for (let day = 0; day < 43; day++) await first.receive(call(day, 's3', 'PutObject', { bucketName: 'b', key: 'k' }), true);
  await first.close();

  const next = open();
  const receptions = await next.receive(call(43, 'cloudtrail', 'StopLogging', { name: 'audit' }), true);
  const [opened] = receptions.flatMap((one) => (one.became === 'opened' ? [one.incident] : []));
  const incident = await next.settled(opened ?? '', 10_000);
  expect(incident.habits?.map(({ why }) => why)).toContain('first time in 43 days that alice calls cloudtrail:StopLogging');
  expect(incident.diagnosis?.contributions.map(({ name }) => name)).toContain('new-call');
  await next.close();
});
