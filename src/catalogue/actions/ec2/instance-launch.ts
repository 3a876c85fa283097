import type { Call } from '#domain/call.ts';
import type { Tags } from '#domain/facts.ts';
import type { JsonObject } from '#domain/json.ts';
import type { InstanceRecord } from './instance-record.ts';

/** The tag of an instance that stands in for one that was terminated: the id of that one. */
export const replacesTag = 'selfheal:restores';

/** Where the owner of an instance keeps a copy of its start-up script, in base64 as EC2 tells it. */
export const scriptCopyOf = (instanceId: string): string => `/selfheal/copies/ec2/${instanceId}/user-data`;

interface Launched {
  readonly instance: InstanceRecord;
  readonly tags: Tags;
  /** The copy of its start-up script, when its launch template does not hold it. */
  readonly copy?: { readonly version: number; readonly digest: string } | undefined;
}

/**
 * Launches an instance like the one that was recorded. A start-up script comes out of its launch template or its sealed copy, so that
 * what it holds is in no plan. Made as data, not by `call`: types of instances and volumes are as AWS named them, and it makes new ones
 * all the time.
 */
export function launch(instanceId: string, { instance, tags, copy }: Launched): Call {
  const { subnet, groups, profile, key, root, startScript, template } = instance;
  const input: JsonObject = {
    ImageId: instance.image,
    InstanceType: instance.type,
    MinCount: 1,
    MaxCount: 1,
    ...(subnet === undefined ? {} : { SubnetId: subnet }),
    ...(groups.length === 0 ? {} : { SecurityGroupIds: groups }),
    ...(profile === undefined ? {} : { IamInstanceProfile: { Arn: profile } }),
    ...(key === undefined ? {} : { KeyName: key }),
    ...(startScript === undefined || template === undefined || copy !== undefined
      ? {}
      : { LaunchTemplate: { LaunchTemplateId: template.id, Version: template.version } }),
    ...(copy === undefined ? {} : { UserData: { sealed: { parameter: scriptCopyOf(instanceId), ...copy } } }),
    ...(root === undefined ? {} : { BlockDeviceMappings: [{ DeviceName: root.device, Ebs: volumeOf(root) }] }),
    Placement: { Tenancy: instance.tenancy },
    EbsOptimized: instance.ebsOptimized,
    Monitoring: { Enabled: instance.detailedMonitoring },
    DisableApiTermination: instance.terminationProtection,
    MetadataOptions: {
      HttpTokens: instance.metadata.tokens,
      HttpPutResponseHopLimit: instance.metadata.hopLimit,
      HttpEndpoint: instance.metadata.endpoint,
    },
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: Object.entries({ ...tags, [replacesTag]: instanceId }).map(([Key, Value]) => ({ Key, Value })),
      },
    ],
    ClientToken: `${replacesTag}-${instanceId}`,
  };
  return { service: 'ec2', operation: 'runInstances', input };
}

const volumeOf = ({ gigabytes, type, encrypted, kmsKey, iops, throughput }: NonNullable<InstanceRecord['root']>): JsonObject => ({
  VolumeSize: gigabytes,
  VolumeType: type,
  DeleteOnTermination: true,
  // Said only when it was: an image of an encrypted volume stays encrypted by itself.
  ...(encrypted ? { Encrypted: true } : {}),
  ...(kmsKey === undefined ? {} : { KmsKeyId: kmsKey }),
  ...(iops === undefined ? {} : { Iops: iops }),
  ...(throughput === undefined ? {} : { Throughput: throughput }),
});
