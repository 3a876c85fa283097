import { expect, test } from 'vitest';
import { awsError, type ScriptedCloud, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreInstance } from './restore-instance.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = restoreInstance.with({ instanceId });
const script = Buffer.from('#!/bin/sh\nexport PASSWORD=hunter2').toString('base64');

/** A world with one instance, described as AWS does while it lives. */
const world = (recorded?: () => object): ScriptedCloud =>
  scriptedCloud({ recorded: () => (recorded === undefined ? undefined : JSON.parse(JSON.stringify(recorded()))) })
    .on('ec2', 'describeInstances', ({ Filters = [] }) => ({
      Reservations: Filters.some(({ Name }) => Name === 'instance-id')
        ? [
            {
              Instances: [
                {
                  InstanceId: instanceId,
                  State: { Name: recorded === undefined ? ('running' as const) : ('terminated' as const) },
                  ImageId: 'ami-0abc',
                  InstanceType: 't3.micro' as const,
                  SubnetId: 'subnet-0abc',
                  RootDeviceName: '/dev/xvda',
                  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-0root' } }],
                  NetworkInterfaces: [{ Groups: [{ GroupId: 'sg-0web' }] }],
                  Tags: [
                    { Key: 'selfheal:guarded', Value: 'true' },
                    { Key: 'aws:ec2launchtemplate:id', Value: 'lt-0abc' },
                    { Key: 'aws:ec2launchtemplate:version', Value: '3' },
                  ],
                },
              ],
            },
          ]
        : [],
    }))
    .on('ec2', 'describeInstanceAttribute', ({ Attribute }) =>
      Attribute === 'userData' ? { UserData: { Value: script } } : { DisableApiTermination: { Value: true } },
    )
    .on('ec2', 'describeVolumes', () => ({
      Volumes: [{ VolumeId: 'vol-0root', Size: 8, VolumeType: 'gp3' as const, Iops: 3000, Throughput: 125 }],
    }))
    .on('ec2', 'describeImages', () => ({ Images: [{ ImageId: 'ami-0abc' }] }));
const withTemplate = (cloud: ScriptedCloud, UserData?: string): ScriptedCloud =>
  cloud.on('ec2', 'describeLaunchTemplateVersions', () => ({
    LaunchTemplateVersions: [{ LaunchTemplateData: UserData === undefined ? {} : { UserData } }],
  }));
const record = async () => Object(await remedy.observe(world().reader(site)));

test('records what a launch needs, and of the start-up script only a digest', async () => {
  const state = await record();
  expect(remedy.wrong(state)).toBeUndefined();
  expect(state.instance).toMatchObject({ image: 'ami-0abc', groups: ['sg-0web'], terminationProtection: true, template: { version: '3' } });
  expect(JSON.stringify(state)).not.toContain(script);
});

test('launches one like it, its start-up script out of the launch template', async () => {
  const recorded = await record();
  const state = await remedy.observe(
    withTemplate(
      world(() => recorded),
      script,
    ).reader(site),
  );
  expect(remedy.wrong(state)).toBe('the instance was terminated');
  expect(remedy.refuses(state)).toBeUndefined();
  const [call] = remedy.fix(state);
  expect(call).toMatchObject({
    operation: 'runInstances',
    input: {
      ImageId: 'ami-0abc',
      SubnetId: 'subnet-0abc',
      LaunchTemplate: { LaunchTemplateId: 'lt-0abc', Version: '3' },
      DisableApiTermination: true,
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, VolumeType: 'gp3', Iops: 3000, Throughput: 125 } }],
      TagSpecifications: [{ Tags: [{ Key: 'selfheal:guarded' }, { Key: 'selfheal:restores', Value: instanceId }] }],
    },
  });
  expect(JSON.stringify(call)).not.toContain('UserData');
});

const withCopy = (cloud: ScriptedCloud, Value?: string): ScriptedCloud =>
  withTemplate(cloud, 'c29tZXRoaW5nIGVsc2U=').on('ssm', 'getParameter', ({ Name }) => {
    if (Value === undefined || Name !== `/selfheal/copies/ec2/${instanceId}/user-data`) throw awsError('ParameterNotFound');
    return { Parameter: { Value, Version: 4 } };
  });
/** It is gone, its launch template holds another script by now, and its owner keeps a copy or none. */
async function kept(copy?: string) {
  const recorded = await record();
  const cloud = withCopy(
    world(() => recorded),
    copy,
  );
  return { cloud, state: await remedy.observe(cloud.reader(site)) };
}

test.each([undefined, 'YW5vdGhlciBzY3JpcHQ='])(
  'refuses when its start-up script is in no launch template, and its copy is %s',
  async (copy) => {
    const { state } = await kept(copy);
    expect(remedy.refuses(state)).toMatch(/start-up script/);
    expect(remedy.fix(state)).toEqual([]);
  },
);

test('launches it with the copy of its start-up script that its owner keeps, sealed, and without the launch template', async () => {
  const { state } = await kept(script);
  expect(remedy.refuses(state)).toBeUndefined();
  const [call] = remedy.fix(state);
  expect(call).toMatchObject({
    input: { UserData: { sealed: { parameter: `/selfheal/copies/ec2/${instanceId}/user-data`, version: 4 } } },
  });
  expect(JSON.stringify(call)).not.toContain(script);
  expect(JSON.stringify(call)).not.toContain('LaunchTemplate');
});

test('an image that AWS calls deprecated can still be launched, one that is no longer available cannot', async () => {
  const imageOf = async (State: 'available' | 'disabled') => {
    const { cloud } = await kept(script);
    cloud.on('ec2', 'describeImages', ({ IncludeDeprecated }) => ({ Images: IncludeDeprecated === true ? [{ State }] : [] }));
    return Object(await remedy.observe(cloud.reader(site))).image;
  };
  expect([await imageOf('available'), await imageOf('disabled')]).toEqual([true, false]);
});

test.each([
  [{ dataVolumes: ['vol-0data'] }, /volumes of data \(vol-0data\)/],
  [{ autoScalingGroup: 'web' }, /Auto Scaling group web/],
  [{ lifecycle: 'spot' }, /spot instance/],
  [{ interfaces: 2 }, /2 network interfaces/],
])('refuses an instance with %j', async (more, why) => {
  const { instance, tags } = await record();
  const recorded = { instance: { ...instance, startScript: undefined, ...more }, tags };
  expect(remedy.refuses({ state: 'terminated', tags, guarded: true, image: true, recorded })).toMatch(why);
});

test('leaves an instance that nobody guards alone, and one that a replacement stands in for', async () => {
  const { instance, tags } = await record();
  const gone = { state: 'terminated', tags, guarded: true, image: true, recorded: { instance, tags } };
  expect(remedy.wrong({ ...gone, guarded: false })).toBeUndefined();
  const replacement = { id: 'i-0new', state: 'running' };
  expect(remedy.wrong({ ...gone, replacement })).toBeUndefined();
  expect(remedy.undo(gone, { ...gone, replacement }).map(({ operation }) => operation)).toEqual([
    'modifyInstanceAttribute',
    'terminateInstances',
  ]);
});

test('costs what the new instance and its disk cost', async () => {
  const { instance, tags } = await record();
  expect(remedy.cost({ state: 'terminated', tags, guarded: true, image: true, recorded: { instance, tags } })).toMatchObject([
    { unit: 'ec2:t3.micro', quantity: 1 },
    { unit: 'ebs:gp3-gb', quantity: 8 },
  ]);
});
