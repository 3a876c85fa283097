import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreFlowLog } from './restore-flow-log.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreFlowLog.with({ flowLogId: 'fl-0abc' });
const log = (on: string) => ({
  on,
  traffic: 'ALL',
  destinationType: 'cloud-watch-logs',
  logGroup: 'flow',
  role: 'arn:aws:iam::123456789012:role/flow',
});
const described = (FlowLogId: string, ResourceId: string) => ({
  FlowLogId,
  ResourceId,
  TrafficType: 'ALL' as const,
  LogGroupName: 'flow',
  DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow',
});
/** Flow logs that are there, and what was recorded of the one that is not. */
const reader = (recordedOn: string | undefined, ...logs: ReturnType<typeof described>[]) =>
  scriptedCloud({ recorded: () => (recordedOn === undefined ? undefined : { log: log(recordedOn), tags: { owner: 'network' } }) })
    .on('ec2', 'describeFlowLogs', () => ({ FlowLogs: logs }))
    .on('ec2', 'describeVpcs', ({ VpcIds = [] }) => ({ Vpcs: VpcIds.map((VpcId) => ({ VpcId })) }))
    .on('ec2', 'describeSubnets', () => {
      throw awsError('InvalidSubnetID.NotFound', { code: 'no-such-resource' });
    })
    .reader(site);

test('makes it again on the same resource, with its settings and tags', async () => {
  const state = await remedy.observe(reader('vpc-0abc'));
  expect(remedy.wrong(state)).toMatch(/vpc-0abc has no record of its traffic/);
  expect(remedy.fix(state)).toMatchObject([
    {
      operation: 'createFlowLogs',
      input: {
        ResourceType: 'VPC',
        ResourceIds: ['vpc-0abc'],
        TrafficType: 'ALL',
        LogGroupName: 'flow',
        TagSpecifications: [{ ResourceType: 'vpc-flow-log', Tags: [{ Key: 'owner', Value: 'network' }] }],
      },
    },
  ]);
});

test('one like it that is there already is as good', async () => {
  const state = await remedy.observe(reader('vpc-0abc', described('fl-0other', 'vpc-0abc'), described('fl-0else', 'vpc-0def')));
  expect(remedy.wrong(state)).toBeUndefined();
  expect(remedy.fix(state)).toEqual([]);
});

test('refuses when the resource is gone with it', async () => {
  expect(remedy.refuses(await remedy.observe(reader('subnet-0abc')))).toMatch(/subnet-0abc is gone too/);
});

test.each([
  ['tgw-attach-0abc', 'TransitGatewayAttachment'],
  ['tgw-0abc', 'TransitGateway'],
])('knows the kind of %s', async (on, ResourceType) => {
  expect(remedy.fix(await remedy.observe(reader(on)))).toMatchObject([{ input: { ResourceType } }]);
});

test('a flow log that nobody knew is not there', async () => {
  await expect(remedy.observe(reader(undefined))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('rolled back, it deletes the one that it made', async () => {
  const before = await remedy.observe(reader('vpc-0abc'));
  expect(remedy.undo(before, await remedy.observe(reader('vpc-0abc', described('fl-0new', 'vpc-0abc'))))).toMatchObject([
    { operation: 'deleteFlowLogs', input: { FlowLogIds: ['fl-0new'] } },
  ]);
});
