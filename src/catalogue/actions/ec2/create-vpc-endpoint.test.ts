import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { costWords } from '#domain/cost-words.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { createVpcEndpoint } from './create-vpc-endpoint.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const vpcId = 'vpc-0123456789abcdef0';
const remedy = createVpcEndpoint.with({ vpcId });
const ssm = {
  VpcId: vpcId,
  VpcEndpointType: 'Interface',
  ServiceName: 'com.amazonaws.eu-west-1.ssm',
  State: 'available',
  SubnetIds: ['subnet-b', 'subnet-a'],
  Groups: [{ GroupId: 'sg-1' }],
  PrivateDnsEnabled: true,
} as const;
const ec2 = { ...ssm, VpcEndpointId: 'vpce-1', ServiceName: 'com.amazonaws.eu-west-1.ec2' } as const;
const seeing = (endpoints: readonly object[], at = site) =>
  remedy.observe(
    scriptedCloud()
      .on('ec2', 'describeVpcs', () => ({ Vpcs: [{ VpcId: vpcId }] }))
      .on('ec2', 'describeVpcEndpoints', () => ({ VpcEndpoints: [...endpoints] }))
      .reader(at),
  );

test('makes it where the others stand, whatever the order of their subnets', async () => {
  const state = await seeing([ssm, { ...ssm, SubnetIds: ssm.SubnetIds.toReversed() }, { ...ssm, SubnetIds: ['subnet-c'] }]);
  expect(remedy.fix(state)).toEqual([
    {
      service: 'ec2',
      operation: 'createVpcEndpoint',
      input: {
        VpcId: vpcId,
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.eu-west-1.ec2',
        SubnetIds: ['subnet-a', 'subnet-b'],
        SecurityGroupIds: ['sg-1'],
        PrivateDnsEnabled: true,
      },
    },
  ]);
  expect(costWords(await priceTable.price(remedy.cost(state), 'us-east-1'))).toContain('14.6');
});

test.each([
  ['none', []],
  ['one of a partner', [{ ...ssm, ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0abc', PrivateDnsEnabled: false }]],
  ['a gateway', [{ ...ssm, VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.eu-west-1.s3' }]],
  ['one that is not there yet', [{ ...ssm, State: 'pending' }]],
])('refuses when the other endpoint is %s', async (_, endpoints) => {
  expect(remedy.refuses(await seeing(endpoints))).toMatch(/security groups/);
});

test('one that comes is waited for, one that goes too, and one that failed is none', async () => {
  for (const State of ['pending', 'deleting']) {
    const state = await seeing([ssm, { ...ec2, State }]);
    expect([remedy.wrong(state), remedy.fix(state)]).toEqual([`its endpoint for EC2 is ${State}`, []]);
  }
  expect(remedy.wrong(await seeing([ec2]))).toBeUndefined();
  expect(remedy.fix(await seeing([ssm, { ...ec2, State: 'failed' }]))).toHaveLength(1);
});

test('in China the service has another name', async () => {
  const state = await seeing([{ ...ssm, ServiceName: 'com.amazonaws.cn-north-1.ssm' }], {
    partition: 'aws-cn',
    account: site.account,
    region: 'cn-north-1',
  });
  expect(state).toMatchObject({ service: 'cn.com.amazonaws.cn-north-1.ec2' });
});
