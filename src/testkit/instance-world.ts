import type { ResourceRef } from '#domain/resource-ref.ts';
import { type ScriptedCloud, scriptedCloud } from './scripted-cloud.ts';

interface InstanceWorld {
  readonly cloud: ScriptedCloud;
  readonly ref: ResourceRef;
  /** What `ec2.reboot-instance` looks at now. */
  readonly impaired: () => boolean;
}

/** One instance that fails its check until it is rebooted and some time has passed: a write whose effect is not seen at once. */
export function instanceWorld(now: () => number, bootMs: number): InstanceWorld {
  const id = 'i-0123456789abcdef0';
  let rebootedAt: number | undefined;
  const impaired = (): boolean => rebootedAt === undefined || now() < rebootedAt + bootMs;
  const cloud = scriptedCloud()
    .on('ec2', 'describeInstances', () => ({ Reservations: [{ Instances: [{ InstanceId: id, State: { Name: 'running' as const } }] }] }))
    .on('ec2', 'describeTags', () => ({ Tags: [] }))
    .on('ec2', 'describeInstanceStatus', () => ({
      InstanceStatuses: [
        { InstanceStatus: { Status: impaired() ? ('impaired' as const) : ('ok' as const) }, SystemStatus: { Status: 'ok' as const } },
      ],
    }))
    .on('ec2', 'rebootInstances', () => {
      rebootedAt = now();
      return {};
    });
  return { cloud, impaired, ref: { type: 'AWS::EC2::Instance', id, partition: 'aws', account: '123456789012', region: 'us-east-1' } };
}
