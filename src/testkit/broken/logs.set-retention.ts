import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

async function makeLogGroup({ logs }: Clients, logGroupName: string, retentionInDays?: number): Promise<string> {
  await logs.createLogGroup({ logGroupName, tags: { owner: 'shop' } });
  if (retentionInDays !== undefined) await logs.putRetentionPolicy({ logGroupName, retentionInDays });
  await logs.createLogStream({ logGroupName, logStreamName: 'one' });
  return logGroupName;
}
/** Every log group with its streams and tags, but for the retention of the one. */
async function neighbours({ logs }: Clients, { logGroup }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { logGroups = [] } = await logs.describeLogGroups({});
  const pictures = logGroups.map(async ({ retentionInDays, ...rest }) => {
    const { logStreams } = await logs.describeLogStreams({ logGroupName: rest.logGroupName });
    const { tags } = await logs.listTagsForResource({ resourceArn: rest.arn?.replace(/:\*$/, '') });
    return { ...rest, logStreams, tags, ...(rest.logGroupName === logGroup ? {} : { retentionInDays }) };
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}
const keep =
  (retentionInDays: number): Variant['break'] =>
  ({ logs }, params) =>
    logs.putRetentionPolicy({ logGroupName: text(params, 'logGroup'), retentionInDays });

export const variants: readonly Variant[] = [
  {
    title: 'the retention of one of two groups whose names begin alike is shortened',
    async setUp(clients) {
      await makeLogGroup(clients, '/aws/lambda/order-intake', 30);
      return { logGroup: await makeLogGroup(clients, '/aws/lambda/order', 365), days: 365 };
    },
    break: keep(1),
    neighbours,
  },
  {
    title: 'a group that kept everything is told to forget',
    setUp: async (clients) => ({ logGroup: await makeLogGroup(clients, 'audit'), days: 365 }),
    break: keep(3),
    neighbours,
  },
  {
    title: 'a group is to keep its events for a month',
    async setUp(clients) {
      await makeLogGroup(clients, 'archive');
      return { logGroup: await makeLogGroup(clients, '/shop/web', 90), days: 30 };
    },
    break: keep(7),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
