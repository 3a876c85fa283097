import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, told, type Variant } from './variant.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
async function profile({ iam }: Clients, name: string, Path = '/'): Promise<string> {
  await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust });
  await iam.createInstanceProfile({ InstanceProfileName: name, Path });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: name, RoleName: name });
  return name;
}
async function run({ ec2 }: Clients, Name: string): Promise<string> {
  const { Instances } = await ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'selfheal:guarded', Value: 'true' }] }],
  });
  const InstanceId = Instances?.[0]?.InstanceId ?? '';
  await ec2.associateIamInstanceProfile({ InstanceId, IamInstanceProfile: { Name } });
  return InstanceId;
}
const detach: Variant['break'] = async ({ ec2 }, params) => {
  const Filters = [{ Name: 'instance-id', Values: [text(params, 'instanceId')] }];
  const { IamInstanceProfileAssociations = [] } = await ec2.describeIamInstanceProfileAssociations({ Filters });
  await ec2.disassociateIamInstanceProfile({ AssociationId: IamInstanceProfileAssociations[0]?.AssociationId });
};

/** Every instance (of the instance itself all but its profile), the associations of others, and every profile. */
async function neighbours({ ec2, iam }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Reservations = [] } = await ec2.describeInstances({});
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances).map(({ IamInstanceProfile, ...rest }) =>
    rest.InstanceId === instanceId ? rest : { ...rest, IamInstanceProfile },
  );
  const { IamInstanceProfileAssociations = [] } = await ec2.describeIamInstanceProfileAssociations({});
  const others = IamInstanceProfileAssociations.filter(({ InstanceId }) => InstanceId !== instanceId);
  return [JSON.parse(JSON.stringify({ instances, others })) as Json, await told(iam.listInstanceProfiles({}))];
}

export const variants: readonly Variant[] = [
  {
    title: 'one of two servers with the same profile loses it',
    async setUp(clients) {
      const name = await profile(clients, 'web');
      await run(clients, name);
      return { instanceId: await run(clients, name) };
    },
    break: detach,
    neighbours,
  },
  {
    title: 'an instance loses a profile with a path, beside one that has another',
    async setUp(clients) {
      await run(clients, await profile(clients, 'batch'));
      return { instanceId: await run(clients, await profile(clients, 'database', '/data/')) };
    },
    break: detach,
    neighbours,
  },
  {
    title: 'a stopped instance loses its profile',
    async setUp(clients) {
      const instanceId = await run(clients, await profile(clients, 'nightly'));
      await clients.ec2.stopInstances({ InstanceIds: [instanceId] });
      return { instanceId };
    },
    break: detach,
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
