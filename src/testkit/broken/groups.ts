import type { CreateAutoScalingGroupCommandInput } from '@aws-sdk/client-auto-scaling';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Clients, emulatorImage, told } from './variant.ts';

export const guarded = [{ Key: 'selfheal:guarded', Value: 'true', PropagateAtLaunch: false }];

/** Makes a group of the smallest instances, with a launch template of its own. */
export async function makeGroup(
  { autoscaling, ec2, site }: Clients,
  name: string,
  settings: Partial<CreateAutoScalingGroupCommandInput> = {},
): Promise<string> {
  const LaunchTemplateName = `${name}-template`;
  await ec2.createLaunchTemplate({
    LaunchTemplateName,
    LaunchTemplateData: { ImageId: emulatorImage, InstanceType: 't3.micro' },
  });
  await autoscaling.createAutoScalingGroup({
    AutoScalingGroupName: name,
    LaunchTemplate: { LaunchTemplateName, Version: '$Latest' },
    AvailabilityZones: [`${site.region}a`],
    MinSize: 1,
    MaxSize: 4,
    Tags: guarded,
    ...settings,
  });
  return name;
}

/** Every group with its policies and scheduled actions; of the one group without the fields that a heal is about. */
export async function allGroupsBut({ autoscaling }: Clients, name: string, fields: readonly string[]): Promise<Json> {
  const { AutoScalingGroups = [] } = await autoscaling.describeAutoScalingGroups({});
  const pictures = AutoScalingGroups.map(async (group) => {
    const { AutoScalingGroupName } = group;
    const scheduled = await told(autoscaling.describeScheduledActions({ AutoScalingGroupName }));
    const policies = await told(autoscaling.describePolicies({ AutoScalingGroupName }));
    const picture = JSON.parse(JSON.stringify({ ...group, scheduled, policies })) as JsonObject;
    return [
      AutoScalingGroupName,
      Object.fromEntries(Object.entries(picture).filter(([field]) => AutoScalingGroupName !== name || !fields.includes(field))),
    ];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}
