import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

async function run(clients: Clients, Name: string, more: Partial<RunInstancesRequest> = {}): Promise<string> {
  const tags = { Name, 'selfheal:guarded': 'true' };
  const { Instances } = await clients.ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
    ...more,
  });
  return Instances?.[0]?.InstanceId ?? '';
}
const script = (line: string): string => Buffer.from(`#!/bin/sh\n${line}`).toString('base64');
async function template({ ec2 }: Clients, LaunchTemplateName: string, line: string) {
  const LaunchTemplateData = { UserData: script(line), ImageId: emulatorImage };
  const { LaunchTemplate } = await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData });
  return { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: '1' };
}
const terminate: Variant['break'] = async ({ ec2 }, params) => {
  const InstanceId = text(params, 'instanceId');
  await ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: false } });
  await ec2.terminateInstances({ InstanceIds: [InstanceId] });
};

/** Every instance but the terminated one and its replacement, with its volumes, and the groups. */
async function neighbours({ ec2 }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Reservations = [] } = await ec2.describeInstances({});
  const others = Reservations.flatMap(({ Instances = [] }) => Instances).filter(
    ({ InstanceId, Tags = [] }) => InstanceId !== instanceId && !Tags.some(({ Key }) => Key === 'selfheal:restores'),
  );
  const ids = others.flatMap(({ InstanceId }) => InstanceId ?? []);
  const { Volumes = [] } = await ec2.describeVolumes({});
  const volumes = Volumes.filter(({ Attachments = [] }) => Attachments.some(({ InstanceId = '' }) => ids.includes(InstanceId)));
  const { SecurityGroups } = await ec2.describeSecurityGroups({});
  return JSON.parse(JSON.stringify({ others, volumes, SecurityGroups })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'one of two web servers is terminated, whose start-up script is not that of its launch template, and is kept by its owner',
    async setUp(clients) {
      await run(clients, 'web-2');
      const LaunchTemplate = await template(clients, 'web', 'echo usual');
      const UserData = script('echo web-1');
      const instanceId = await run(clients, 'web-1', { LaunchTemplate, UserData });
      await clients.ssm.putParameter({ Name: `/selfheal/copies/ec2/${instanceId}/user-data`, Value: UserData, Type: 'SecureString' });
      return { instanceId };
    },
    break: terminate,
    neighbours,
  },
  {
    title: 'an instance with a subnet, a group and a larger disk is terminated',
    async setUp(clients) {
      const { Vpc } = await clients.ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
      const VpcId = Vpc?.VpcId;
      const { Subnet } = await clients.ec2.createSubnet({ VpcId, CidrBlock: '10.0.1.0/24' });
      const { GroupId = '' } = await clients.ec2.createSecurityGroup({ GroupName: 'app', Description: 'app', VpcId });
      const root = { VolumeSize: 20, VolumeType: 'gp3' as const };
      const instanceId = await run(clients, 'app', {
        InstanceType: 'm5.large',
        SubnetId: Subnet?.SubnetId,
        SecurityGroupIds: [GroupId],
        EbsOptimized: true,
        MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 2 },
        BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: root }],
      });
      return { instanceId };
    },
    break: terminate,
    neighbours,
  },
  {
    title: 'an instance whose start-up script is in a launch template is terminated',
    async setUp(clients) {
      await run(clients, 'other');
      return { instanceId: await run(clients, 'batch', { LaunchTemplate: await template(clients, 'batch', 'echo ready') }) };
    },
    break: terminate,
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
