import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { costWords } from '#domain/cost-words.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableFlowLogs } from './enable-flow-logs.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableFlowLogs.with({ vpcId: 'vpc-0own' });
const bucket = { traffic: 'ALL', destinationType: 's3', destination: 'arn:aws:s3:::flow-logs', intervalSeconds: 600 };

/** Flow logs as AWS describes them. */
const described = (vpc: string, more: object = {}) => ({
  FlowLogId: `fl-${vpc}`,
  FlowLogStatus: 'ACTIVE',
  DeliverLogsStatus: 'SUCCESS',
  ResourceId: vpc,
  TrafficType: 'ALL' as const,
  LogDestinationType: 's3' as const,
  LogDestination: 'arn:aws:s3:::flow-logs',
  MaxAggregationInterval: 600,
  ...more,
});
const observed = (...logs: ReturnType<typeof described>[]) =>
  remedy.observe(
    scriptedCloud()
      .on('ec2', 'describeFlowLogs', () => ({ FlowLogs: logs }))
      .on('ec2', 'describeVpcs', () => ({ Vpcs: [{ VpcId: 'vpc-0own' }] }))
      .reader(site),
  );

test('logs as most of its neighbours do', async () => {
  const rare = { LogDestination: 'arn:aws:s3:::an-experiment' };
  const state = await observed(described('vpc-0a', rare), described('vpc-0b'), described('vpc-0c'));
  expect(state).toEqual({ logs: [], example: bucket });
  expect(remedy.fix(state)).toMatchObject([
    {
      operation: 'createFlowLogs',
      input: { ResourceIds: ['vpc-0own'], TrafficType: 'ALL', LogDestination: 'arn:aws:s3:::flow-logs', MaxAggregationInterval: 600 },
    },
  ]);
});

test('takes no example from a log that cannot deliver, records accepted traffic only, or belongs to a subnet', async () => {
  const useless = [
    described('vpc-0a', { DeliverLogsStatus: 'FAILED' }),
    described('vpc-0b', { TrafficType: 'ACCEPT' }),
    described('subnet-0c'),
  ];
  const state = await observed(...useless);
  expect(remedy.wrong(state)).toMatch(/no flow log/);
  expect(remedy.refuses(state)).toMatch(/no other VPC/);
});

test('a log that cannot deliver is as good as none, and another like it would not help', async () => {
  const state = await observed(described('vpc-0own', { DeliverLogsStatus: 'FAILED' }), described('vpc-0b'));
  expect(remedy.wrong(state)).toMatch(/cannot deliver/);
  expect(remedy.refuses(state)).toMatch(/repair its destination/);
  expect(remedy.fix(state)).toEqual([]);
});

test('rolled back, it deletes only the log that it made', () => {
  const mine = { ...bucket, id: 'fl-2', delivers: true };
  const other = { ...bucket, id: 'fl-3', delivers: true, destination: 'arn:aws:s3:::elsewhere' };
  expect(remedy.undo({ logs: [], example: bucket }, { logs: [mine, other] })).toMatchObject([{ input: { FlowLogIds: ['fl-2'] } }]);
});

test('costs what one like it costs, where CloudWatch counts that', async () => {
  const group = { LogDestinationType: 'cloud-watch-logs', LogDestination: undefined, LogGroupName: '/network/flow' };
  const counted = (days: number) =>
    remedy.observe(
      scriptedCloud()
        .on('ec2', 'describeFlowLogs', () => ({ FlowLogs: [described('vpc-0a', group), described('vpc-0b', group)] }))
        .on('ec2', 'describeVpcs', () => ({ Vpcs: [{ VpcId: 'vpc-0own' }] }))
        .on('cloudwatch', 'getMetricStatistics', () => ({ Datapoints: Array.from({ length: days }, () => ({ Sum: 2 ** 30 })) }))
        .reader(site),
    );
  expect(costWords(await priceTable.price(remedy.cost(await counted(14)), 'us-east-1'))).toBe(
    'the flow log (as much as one like it delivers): +7.5 USD a month (price table of 2026-01-19)',
  );
  expect(await priceTable.price(remedy.cost(await counted(3)), 'us-east-1')).toMatchObject({ known: false });
});

test('costs what nobody knows beforehand when it goes to a bucket, and nothing when it is there', async () => {
  const cost = await priceTable.price(remedy.cost({ logs: [], example: bucket }), 'us-east-1');
  expect(costWords(cost)).toBe(
    'the price of the flow log is not known: how much of it there will be nobody knows beforehand; one vpc:flow-log-s3-gb costs 0.25 USD',
  );
  expect(remedy.cost({ logs: [{ ...bucket, id: 'fl-1', delivers: true }] })).toEqual([]);
});
