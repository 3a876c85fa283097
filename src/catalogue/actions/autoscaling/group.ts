import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

export type Group = NonNullable<Output<'autoscaling', 'describeAutoScalingGroups'>['AutoScalingGroups']>[number];

const guard = 'selfheal:guarded';
const refOf = (reader: Reader, { AutoScalingGroupName: id, AutoScalingGroupARN: arn }: Group): readonly ResourceRef[] =>
  id === undefined ? [] : [{ type: 'AWS::AutoScaling::AutoScalingGroup', id, ...(arn === undefined ? {} : { arn }), ...reader.site }];
const tagsOf = ({ Tags: tags = [] }: Group): Tags => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** Every group at the reader's site. */
export async function listGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const { AutoScalingGroups = [] } = await reader.read('autoscaling', 'describeAutoScalingGroups', {});
  return AutoScalingGroups.flatMap((group) => refOf(reader, group));
}

/** Groups whose size and processes are guarded: of any other, what looks wrong may be what its owner wants, and only an event tells. */
export async function listGuardedGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const { AutoScalingGroups = [] } = await reader.read('autoscaling', 'describeAutoScalingGroups', {});
  const guarded = new Set(reader.guarded());
  return AutoScalingGroups.filter((group) => tagsOf(group)[guard] === 'true' || guarded.has(group.AutoScalingGroupName ?? '')).flatMap(
    (group) => refOf(reader, group),
  );
}

/** One group as AWS describes it. Throws `no-such-resource`. */
export async function readGroup(reader: Reader, name: string): Promise<Group> {
  const { AutoScalingGroups = [] } = await reader.read('autoscaling', 'describeAutoScalingGroups', { AutoScalingGroupNames: [name] });
  const group = AutoScalingGroups.find(({ AutoScalingGroupName }) => AutoScalingGroupName === name);
  if (group !== undefined) return group;
  throw new HealError(
    'no-such-resource',
    `${reader.site.region} has no Auto Scaling group named ${name}: check its name, account and region.`,
  );
}

export const groupTags = async (reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> => tagsOf(await readGroup(reader, id));
