import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import { type DemoSandbox, startDemoSandbox } from '#sandbox/testing/demo-sandbox.ts';
import { until } from '#sandbox/testing/until.ts';

let started: DemoSandbox;
let catalogue: OpenCatalogue;
beforeAll(async () => {
  [started, catalogue] = await Promise.all([startDemoSandbox(), openCatalogue()]);
});
afterAll(() => started?.stop());

/** Detections (with the resource) that the events after `seq` match, until the expected ones are among them. */
async function detected(seq: number, expected: string): Promise<readonly string[]> {
  return until(expected, async () => {
    const signals = started.sandbox.proxy.events
      .after(seq)
      .flatMap(({ event }) => catalogue.parse(event, Date.now(), { trusted: true }).signals);
    expect(signals.map(({ signal }) => signal.rank)).not.toContain('reported');
    const matches = await Promise.all(
      signals.map(async ({ signal, event }) =>
        (await catalogue.match(signal, event)).map(({ detection }) => `${detection.id} ${signal.resource.id}`),
      ),
    );
    const found = [...new Set(matches.flat())].toSorted();
    return found.includes(expected) ? found : undefined;
  });
}

const anywhere = [{ CidrIp: '0.0.0.0/0' }];

test('what is broken in the sandbox is detected, each by its own detection and about the right resource', async () => {
  const { client, demo, sandbox } = started;
  const [s3, ec2, ssm, dynamodb, cloudwatch] = [
    new S3({ ...client, forcePathStyle: true }),
    new EC2(client),
    new SSM(client),
    new DynamoDB(client),
    new CloudWatch(client),
  ];
  const bucket = demo.buckets.media;
  const { GroupId: group = '' } = await ec2.createSecurityGroup({ GroupName: 'detected', Description: 'x' });
  const broken = async (expected: string, breaks: () => Promise<unknown>): Promise<readonly string[]> => {
    const seq = sandbox.proxy.events.last;
    await breaks();
    return detected(seq, expected);
  };
  const everyone = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }],
  });
  const steps: readonly (readonly [expected: string, breaks: () => Promise<unknown>])[] = [
    [`s3.public-access-block-changed ${bucket}`, () => s3.deletePublicAccessBlock({ Bucket: bucket })],
    [`s3.bucket-policy-opened ${bucket}`, () => s3.putBucketPolicy({ Bucket: bucket, Policy: everyone })],
    [`s3.bucket-acl-opened ${bucket}`, () => s3.putBucketAcl({ Bucket: bucket, ACL: 'public-read' })],
    [`s3.bucket-encryption-changed ${bucket}`, () => s3.deleteBucketEncryption({ Bucket: bucket })],
    [
      `ec2.ssh-opened ${group}`,
      () =>
        ec2.authorizeSecurityGroupIngress({
          GroupId: group,
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 20, ToPort: 30, IpRanges: anywhere }],
        }),
    ],
    [
      `ec2.rdp-opened ${group}`,
      () => ec2.authorizeSecurityGroupIngress({ GroupId: group, IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIp: '0.0.0.0/0' }),
    ],
    [`ec2.instance-stopped ${demo.instances.app}`, () => ec2.stopInstances({ InstanceIds: [demo.instances.app] })],
    [
      'ssm.parameter-overwritten /detected',
      async () => {
        await ssm.putParameter({ Name: '/detected', Value: 'x', Type: 'String' });
        await ssm.putParameter({ Name: '/detected', Value: 'y', Overwrite: true });
      },
    ],
    [`dynamodb.table-deleted ${demo.tables.carts}`, () => dynamodb.deleteTable({ TableName: demo.tables.carts })],
  ];
  for (const [expected, breaks] of steps) expect(await broken(expected, breaks)).toEqual([expected]);

  const { SecurityGroupRules: rules = [] } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: 'group-id', Values: [group] }] });
  const rule = rules.find(({ FromPort }) => FromPort === 3389)?.SecurityGroupRuleId ?? '';
  const opened = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '::/0' };
  expect(
    await broken(`ec2.ssh-opened ${group}`, () =>
      ec2.modifySecurityGroupRules({ GroupId: group, SecurityGroupRules: [{ SecurityGroupRuleId: rule, SecurityGroupRule: opened }] }),
    ),
  ).toEqual([`ec2.ssh-opened ${group}`]);

  await cloudwatch.putMetricAlarm({
    AlarmName: 'detected',
    Namespace: 'AWS/EC2',
    MetricName: 'StatusCheckFailed',
    Dimensions: [{ Name: 'InstanceId', Value: demo.instances.app }],
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    Statistic: 'Maximum',
  });
  const failing = `ec2.status-check-failed ${demo.instances.app}`;
  expect(
    await broken(failing, () => cloudwatch.setAlarmState({ AlarmName: 'detected', StateValue: 'ALARM', StateReason: 'a test' })),
  ).toEqual([failing]);

  const seq = sandbox.proxy.events.last;
  await expect(dynamodb.deleteTable({ TableName: 'nowhere' })).rejects.toThrow();
  await ec2.terminateInstances({ InstanceIds: [demo.instances.app] });
  expect(await detected(seq, `ec2.instance-terminated ${demo.instances.app}`)).toEqual([`ec2.instance-terminated ${demo.instances.app}`]);
});
