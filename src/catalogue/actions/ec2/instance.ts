import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Reservation = NonNullable<Output<'ec2', 'describeInstances'>['Reservations']>[number];
type Instance = NonNullable<Reservation['Instances']>[number];

/** Every instance at the reader's site that still exists. */
export async function listInstances(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const states = ['pending', 'running', 'stopping', 'stopped'];
  const { Reservations = [] } = await reader.read('ec2', 'describeInstances', {
    Filters: [{ Name: 'instance-state-name', Values: states }],
  });
  return Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(({ InstanceId: id }) =>
    id === undefined
      ? []
      : [{ type: 'AWS::EC2::Instance', id, arn: `arn:${partition}:ec2:${region}:${account}:instance/${id}`, partition, account, region }],
  );
}

/** Instances whose running state is guarded: of any other, being stopped may be what its owner wants, and only an event tells. */
export async function listGuardedInstances(reader: Reader): Promise<readonly ResourceRef[]> {
  const { Tags = [] } = await reader.read('ec2', 'describeTags', {
    Filters: [
      { Name: 'resource-type', Values: ['instance'] },
      { Name: 'tag:selfheal:guarded', Values: ['true'] },
    ],
  });
  const guarded = new Set([...Tags.map(({ ResourceId }) => ResourceId), ...reader.guarded()]);
  return (await listInstances(reader)).filter(({ id }) => guarded.has(id));
}

/** One instance as AWS describes it. Throws `no-such-resource`. */
export async function readInstance(reader: Reader, instanceId: string): Promise<Instance> {
  const { Reservations = [] } = await reader.read('ec2', 'describeInstances', { InstanceIds: [instanceId] });
  const instance = Reservations[0]?.Instances?.[0];
  if (instance !== undefined) return instance;
  throw new HealError('no-such-resource', `${instanceId} is not an instance in ${reader.site.region}: check its id, account and region.`);
}

/** The group that replaces the instance by itself when it is not healthy. */
export const autoScalingGroupOf = ({ Tags = [] }: Instance): string | undefined =>
  Tags.find(({ Key }) => Key === 'aws:autoscaling:groupName')?.Value;
