import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

async function run({ ec2 }: Clients, name: string, HttpTokens: 'optional' | 'required', more: Partial<RunInstancesRequest> = {}) {
  const { Instances } = await ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens, HttpEndpoint: 'enabled' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
    ...more,
  });
  return Instances?.[0]?.InstanceId ?? '';
}
const allow: Variant['break'] = ({ ec2 }, params) =>
  ec2.modifyInstanceMetadataOptions({ InstanceId: text(params, 'instanceId'), HttpTokens: 'optional' });

/** Every instance; of the instance itself all but its metadata options, of which the emulator forgets those that a call leaves out. */
async function neighbours({ ec2 }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Reservations = [] } = await ec2.describeInstances({});
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances).map(({ MetadataOptions, ...rest }) =>
    rest.InstanceId === instanceId ? rest : { ...rest, MetadataOptions },
  );
  return JSON.parse(JSON.stringify(instances)) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'IMDSv1 is allowed on one instance beside one that always allowed it',
    async setUp(clients) {
      await run(clients, 'legacy', 'optional');
      return { instanceId: await run(clients, 'web', 'required') };
    },
    break: allow,
    neighbours,
  },
  {
    title: 'IMDSv1 is allowed on a stopped instance',
    async setUp(clients) {
      const instanceId = await run(clients, 'batch', 'required', { InstanceType: 'm5.large' });
      await clients.ec2.stopInstances({ InstanceIds: [instanceId] });
      return { instanceId };
    },
    break: allow,
    neighbours,
  },
  {
    title: 'IMDSv1 is allowed on a larger instance beside one that requires tokens',
    async setUp(clients) {
      await run(clients, 'other', 'required');
      return { instanceId: await run(clients, 'database', 'required', { InstanceType: 'r6i.large' }) };
    },
    break: allow,
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
