import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, told, type Variant } from './variant.ts';

/** Protected by a call of its own: the emulator does not hear of it at the launch. */
async function run({ ec2 }: Clients, shielded: boolean): Promise<string> {
  const { Instances } = await ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'selfheal:guarded', Value: 'true' }] }],
  });
  const InstanceId = Instances?.[0]?.InstanceId ?? '';
  await ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: shielded } });
  return InstanceId;
}
const lift: Variant['break'] = ({ ec2 }, params) =>
  ec2.modifyInstanceAttribute({ InstanceId: text(params, 'instanceId'), DisableApiTermination: { Value: false } });

/** Every instance with its protections, but for the one that is the condition. */
async function neighbours({ ec2 }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Reservations = [] } = await ec2.describeInstances({});
  const ids = Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId = '' }) => InstanceId);
  const protections = ids.map(async (InstanceId) => [
    await told(ec2.describeInstanceAttribute({ InstanceId, Attribute: 'disableApiStop' })),
    InstanceId === instanceId ? null : await told(ec2.describeInstanceAttribute({ InstanceId, Attribute: 'disableApiTermination' })),
  ]);
  return [JSON.parse(JSON.stringify(Reservations)) as Json, ...(await Promise.all(protections))];
}

export const variants: readonly Variant[] = [
  {
    title: 'the protection of one of two instances is lifted',
    async setUp(clients) {
      await run(clients, true);
      return { instanceId: await run(clients, true) };
    },
    break: lift,
    neighbours,
  },
  {
    title: 'the protection is lifted beside an instance that never had one',
    async setUp(clients) {
      await run(clients, false);
      return { instanceId: await run(clients, true) };
    },
    break: lift,
    neighbours,
  },
  {
    title: 'the protection of a stopped instance is lifted, which stays protected against stopping',
    async setUp(clients) {
      const instanceId = await run(clients, true);
      await clients.ec2.stopInstances({ InstanceIds: [instanceId] });
      await clients.ec2.modifyInstanceAttribute({ InstanceId: instanceId, DisableApiStop: { Value: true } });
      return { instanceId };
    },
    break: lift,
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
