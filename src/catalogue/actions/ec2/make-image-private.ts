import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { ec2Tags } from './tags.ts';

const everyone = 'all';
/** The tag of images that EC2 Image Builder makes, and shares as its distribution settings say. */
const builderTag = 'Ec2ImageBuilderArn';

const Params = z.object({
  imageId: z.string().startsWith('ami-'),
  /** Whose permission goes: everyone's, one account's, or that of an organization or organizational unit (its ARN). */
  sharedWith: z.string().regex(/^(all|\d{12}|arn:[\w-]+:organizations::\S+)$/),
});
type Params = z.infer<typeof Params>;
const State = z.object({
  sharedWith: z.array(z.string()),
  /** Is it sold or listed in the AWS Marketplace? */
  marketplace: z.boolean(),
  builder: z.string().optional(),
});
type State = z.infer<typeof State>;

export const makeImagePrivate = defineAction({
  id: 'ec2.make-image-private',
  title: 'Take back the permission to launch a machine image',
  resource: 'AWS::EC2::Image',
  heals: [],
  params: Params,
  condition: ['sharedWith'],
  state: State,
  from: ({ id }) => [{ imageId: id, sharedWith: everyone }],
  list: listImages,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'whoever launches or copies the image in another account', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeImages', 'ec2:DescribeImageAttribute', 'ec2:DescribeTags'],
    write: ['ec2:ModifyImageAttribute'],
    undo: ['ec2:ModifyImageAttribute'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}::image/{imageId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { imageId }) {
    const { Images = [] } = await cloud.read('ec2', 'describeImages', { ImageIds: [imageId] });
    const [image] = Images;
    if (image === undefined)
      throw new HealError('no-such-resource', `${imageId} is not an image in ${cloud.site.region}: it was deregistered.`);
    const { LaunchPermissions = [] } = await cloud.read('ec2', 'describeImageAttribute', {
      ImageId: imageId,
      Attribute: 'launchPermission',
    });
    return {
      sharedWith: LaunchPermissions.flatMap(
        (each) => each.Group ?? each.UserId ?? each.OrganizationArn ?? each.OrganizationalUnitArn ?? [],
      ).toSorted(),
      marketplace: (image.ProductCodes ?? []).some(({ ProductCodeType }) => ProductCodeType === 'marketplace'),
      builder: image.Tags?.find(({ Key }) => Key === builderTag)?.Value,
    };
  },
  wrong(state, { sharedWith }) {
    if (!state.sharedWith.includes(sharedWith)) return undefined;
    return `${sharedWith === everyone ? 'every AWS account' : sharedWith} can launch the image and read what is on it`;
  },
  refuses(state, { sharedWith }) {
    if (!state.sharedWith.includes(sharedWith)) return undefined;
    if (state.marketplace) return 'the image is in the AWS Marketplace: being shared is its purpose';
    if (sharedWith === everyone || state.builder === undefined) return undefined;
    return `EC2 Image Builder made the image (${state.builder}) and may share it on purpose`;
  },
  fix: (state, params) => (state.sharedWith.includes(params.sharedWith) ? [modify('Remove', params)] : []),
  after: (state, { sharedWith }) => ({ ...state, sharedWith: state.sharedWith.filter((each) => each !== sharedWith) }),
  comparable: (state) => state,
  undo: (before, now, params) =>
    before.sharedWith.includes(params.sharedWith) && !now.sharedWith.includes(params.sharedWith) ? [modify('Add', params)] : [],
});

const modify = (how: 'Add' | 'Remove', { imageId, sharedWith }: Params) =>
  call('ec2', 'modifyImageAttribute', {
    ImageId: imageId,
    Attribute: 'launchPermission',
    LaunchPermission: { [how]: [permission(sharedWith)] },
  });

function permission(who: string) {
  if (who === everyone) return { Group: 'all' as const };
  if (!who.startsWith('arn:')) return { UserId: who };
  return who.includes(':ou/') ? { OrganizationalUnitArn: who } : { OrganizationArn: who };
}

/** Every image of the account at the reader's site; the ARN of an image names no account. */
async function listImages(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Images = [] } = await reader.read('ec2', 'describeImages', { Owners: ['self'] });
  return Images.flatMap(({ ImageId: id }) =>
    id === undefined
      ? []
      : [{ type: 'AWS::EC2::Image', id, arn: `arn:${partition}:ec2:${region}::image/${id}`, partition, account, region }],
  );
}
