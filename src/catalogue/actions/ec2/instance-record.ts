import { z } from 'zod';
import type { Output, Reader } from '#ports/cloud.ts';
import { autoScalingGroupOf } from './instance.ts';

type Reservation = NonNullable<Output<'ec2', 'describeInstances'>['Reservations']>[number];
type Described = NonNullable<Reservation['Instances']>[number];

/** What an instance must be launched with to be like the one that was recorded. */
export const InstanceRecord = z.object({
  state: z.string(),
  image: z.string(),
  type: z.string(),
  subnet: z.string().optional(),
  groups: z.array(z.string()),
  /** ARN of the instance profile. */
  profile: z.string().optional(),
  key: z.string().optional(),
  tenancy: z.string(),
  ebsOptimized: z.boolean(),
  detailedMonitoring: z.boolean(),
  terminationProtection: z.boolean(),
  metadata: z.object({ tokens: z.string(), hopLimit: z.int(), endpoint: z.string() }),
  root: z
    .object({
      device: z.string(),
      gigabytes: z.int(),
      type: z.string(),
      encrypted: z.boolean(),
      kmsKey: z.string().optional(),
      iops: z.int().optional(),
      throughput: z.int().optional(),
    })
    .optional(),
  /** Volumes beside the root: a new instance would not have what is on them. */
  dataVolumes: z.array(z.string()),
  interfaces: z.int(),
  /** Keyed digest of the start-up script (user data), which may hold secrets. */
  startScript: z.string().optional(),
  template: z.object({ id: z.string(), version: z.string() }).optional(),
  autoScalingGroup: z.string().optional(),
  lifecycle: z.string().optional(),
});
export type InstanceRecord = z.infer<typeof InstanceRecord>;

/** The tags of an instance that its owner gave it, not AWS. */
export const ownTags = ({ Tags = [] }: Pick<Described, 'Tags'>): Record<string, string> =>
  Object.fromEntries(Tags.flatMap(({ Key = '', Value = '' }) => (Key.startsWith('aws:') ? [] : [[Key, Value]])));

/** One instance, with the attributes that only an instance has that still is; nothing when AWS does not know it any more. */
export async function describeOne(cloud: Reader, instanceId: string): Promise<Described | undefined> {
  const { Reservations = [] } = await cloud.read('ec2', 'describeInstances', {
    Filters: [{ Name: 'instance-id', Values: [instanceId] }],
  });
  return Reservations[0]?.Instances?.[0];
}

/** What `restore-instance` needs to know once the instance is gone. */
export async function recordInstance(cloud: Reader, instance: Described): Promise<InstanceRecord> {
  const InstanceId = instance.InstanceId ?? '';
  const [script, protection, { Volumes = [] }] = await Promise.all([
    cloud.read('ec2', 'describeInstanceAttribute', { InstanceId, Attribute: 'userData' }),
    cloud.read('ec2', 'describeInstanceAttribute', { InstanceId, Attribute: 'disableApiTermination' }),
    cloud.read('ec2', 'describeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }] }),
  ]);
  const mappings = instance.BlockDeviceMappings ?? [];
  const rootId = mappings.find(({ DeviceName }) => DeviceName === instance.RootDeviceName)?.Ebs?.VolumeId;
  const root = Volumes.find(({ VolumeId }) => VolumeId !== undefined && VolumeId === rootId);
  const tag = (name: string): string | undefined => instance.Tags?.find(({ Key }) => Key === name)?.Value;
  const [template, version] = [tag('aws:ec2launchtemplate:id'), tag('aws:ec2launchtemplate:version')];
  const userData = script.UserData?.Value;
  return InstanceRecord.parse({
    state: instance.State?.Name,
    image: instance.ImageId,
    type: instance.InstanceType,
    subnet: instance.SubnetId,
    groups: (instance.NetworkInterfaces?.[0]?.Groups ?? instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []).toSorted(),
    profile: instance.IamInstanceProfile?.Arn,
    key: instance.KeyName,
    tenancy: instance.Placement?.Tenancy ?? 'default',
    ebsOptimized: instance.EbsOptimized === true,
    detailedMonitoring: ['enabled', 'pending'].includes(instance.Monitoring?.State ?? ''),
    terminationProtection: protection.DisableApiTermination?.Value === true,
    metadata: {
      tokens: instance.MetadataOptions?.HttpTokens ?? 'optional',
      hopLimit: instance.MetadataOptions?.HttpPutResponseHopLimit ?? 1,
      endpoint: instance.MetadataOptions?.HttpEndpoint ?? 'enabled',
    },
    root: root && {
      device: instance.RootDeviceName,
      gigabytes: root.Size,
      type: root.VolumeType,
      encrypted: root.Encrypted === true,
      kmsKey: root.KmsKeyId,
      // AWS sets these by itself for the other types and refuses to be told.
      iops: root.VolumeType === 'gp2' ? undefined : root.Iops,
      throughput: root.VolumeType === 'gp3' ? root.Throughput : undefined,
    },
    dataVolumes: mappings.flatMap(({ Ebs }) => (Ebs?.VolumeId === undefined || Ebs.VolumeId === rootId ? [] : [Ebs.VolumeId])).toSorted(),
    interfaces: instance.NetworkInterfaces?.length ?? 0,
    startScript: userData === undefined || userData === '' ? undefined : cloud.digest(userData),
    template: template === undefined || version === undefined ? undefined : { id: template, version },
    autoScalingGroup: autoScalingGroupOf(instance),
    lifecycle: instance.InstanceLifecycle,
  });
}

/** The digest of the start-up script that a version of a launch template holds; nothing when there is neither. */
export async function scriptOfTemplate(
  cloud: Reader,
  { id, version }: { readonly id: string; readonly version: string },
): Promise<string | undefined> {
  const answer = await cloud.find('ec2', 'describeLaunchTemplateVersions', { LaunchTemplateId: id, Versions: [version] }, [
    'InvalidLaunchTemplateId.NotFound',
    'InvalidLaunchTemplateId.VersionNotFound',
  ]);
  const userData = answer?.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.UserData;
  return userData === undefined || userData === '' ? undefined : cloud.digest(userData);
}
