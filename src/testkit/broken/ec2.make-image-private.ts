import type { LaunchPermission } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

async function image({ ec2 }: Clients, Name: string): Promise<string> {
  const { Instances } = await ec2.runInstances({ ImageId: emulatorImage, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 });
  const { ImageId = '' } = await ec2.createImage({ InstanceId: Instances?.[0]?.InstanceId, Name });
  return ImageId;
}
const share = ({ ec2 }: Clients, ImageId: string, ...Add: LaunchPermission[]) =>
  ec2.modifyImageAttribute({ ImageId, Attribute: 'launchPermission', LaunchPermission: { Add } });

/** Every image of the account with who may launch it, but for the one permission that is the condition. */
async function neighbours({ ec2 }: Clients, { imageId, sharedWith }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Images = [] } = await ec2.describeImages({ Owners: ['self'] });
  const own = Images.map(async ({ ImageId, Name, State }) => {
    const { LaunchPermissions = [] } = await ec2.describeImageAttribute({ ImageId, Attribute: 'launchPermission' });
    const users = LaunchPermissions.map(({ Group, UserId, OrganizationArn }) => Group ?? UserId ?? OrganizationArn ?? '').toSorted();
    return { ImageId, Name, State, users: users.filter((each) => ImageId !== imageId || each !== sharedWith) } as Json;
  });
  return Promise.all(own);
}

export const variants: readonly Variant[] = [
  {
    title: 'an image is shared with everyone beside one that is private',
    async setUp(clients) {
      await image(clients, 'other');
      return { imageId: await image(clients, 'web'), sharedWith: 'all' };
    },
    break: (clients, params) => share(clients, text(params, 'imageId'), { Group: 'all' }),
    neighbours,
  },
  {
    title: 'an image of the organization is shared with everyone and a partner',
    async setUp(clients) {
      const imageId = await image(clients, 'golden');
      const OrganizationArn = 'arn:aws:organizations::111122223333:organization/o-abc';
      await share(clients, imageId, { OrganizationArn }, { UserId: '444455556666' });
      return { imageId, sharedWith: 'all' };
    },
    break: (clients, params) => share(clients, text(params, 'imageId'), { Group: 'all' }),
    neighbours,
  },
  {
    title: 'an image is shared with a stranger',
    async setUp(clients) {
      await share(clients, await image(clients, 'samples'), { Group: 'all' });
      return { imageId: await image(clients, 'database'), sharedWith: '999988887777' };
    },
    break: (clients, params) => share(clients, text(params, 'imageId'), { UserId: '999988887777' }),
    neighbours,
  },
];

export const absent: Absent = { id: 'ami-0123456789abcdef0' };
