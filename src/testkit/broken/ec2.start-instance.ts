import type { _InstanceType } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

async function run({ ec2 }: Clients, InstanceType: _InstanceType, tags: Readonly<Record<string, string>> = {}): Promise<string> {
  const Tags = Object.entries({ ...tags, 'selfheal:guarded': 'true' }).map(([Key, Value]) => ({ Key, Value }));
  const { Instances } = await ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType,
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags }],
  });
  return Instances?.[0]?.InstanceId ?? '';
}
const stop: Variant['break'] = ({ ec2 }, params) => ec2.stopInstances({ InstanceIds: [text(params, 'instanceId')] });

/** Every instance and volume; of the instance itself all that does not follow from starting and stopping. */
async function neighbours({ ec2 }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Reservations = [] } = await ec2.describeInstances({});
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances).map(
    ({ State, StateReason, StateTransitionReason, PublicDnsName, PublicIpAddress, NetworkInterfaces, LaunchTime, ...rest }) =>
      rest.InstanceId === instanceId
        ? rest
        : { ...rest, State, StateReason, StateTransitionReason, PublicDnsName, PublicIpAddress, NetworkInterfaces, LaunchTime },
  );
  const { Volumes = [] } = await ec2.describeVolumes({});
  return JSON.parse(JSON.stringify({ instances, Volumes })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'one of two web servers is stopped',
    async setUp(clients) {
      await run(clients, 't3.micro', { Name: 'web-2' });
      return { instanceId: await run(clients, 't3.micro', { Name: 'web-1', environment: 'staging' }) };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'an instance is stopped beside one that was stopped before',
    async setUp(clients) {
      await clients.ec2.stopInstances({ InstanceIds: [await run(clients, 'm5.large', { Name: 'old' })] });
      return { instanceId: await run(clients, 'm5.large') };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'an instance that is protected against termination is stopped',
    async setUp(clients) {
      const instanceId = await run(clients, 'c5.xlarge', { owner: 'data' });
      await clients.ec2.modifyInstanceAttribute({ InstanceId: instanceId, DisableApiTermination: { Value: true } });
      return { instanceId };
    },
    break: stop,
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
