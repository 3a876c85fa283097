import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Trail = NonNullable<Output<'cloudtrail', 'describeTrails'>['trailList']>[number];

const arnOf = ({ partition, region, account }: Site, name: string): string =>
  `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;

/** Every trail whose home is the reader's region; copies of trails of other regions and of the organization are not among them. */
export async function listTrails(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { trailList = [] } = await reader.read('cloudtrail', 'describeTrails', { includeShadowTrails: false });
  return trailList.flatMap(({ Name: id }) =>
    id === undefined ? [] : [{ type: 'AWS::CloudTrail::Trail', id, arn: arnOf(reader.site, id), partition, account, region }],
  );
}

export async function trailTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { ResourceTagList = [] } = await reader.read('cloudtrail', 'listTags', { ResourceIdList: [arnOf(reader.site, id)] });
  const tags = ResourceTagList.flatMap(({ TagsList = [] }) => TagsList);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** One trail as AWS describes it in its home region, where alone it can be changed. Throws `no-such-resource`. */
export async function readTrail(reader: Reader, name: string): Promise<Trail> {
  const { trailList = [] } = await reader.read('cloudtrail', 'describeTrails', { trailNameList: [name], includeShadowTrails: false });
  const trail = trailList.find(({ Name }) => Name === name);
  if (trail !== undefined) return trail;
  throw new HealError(
    'no-such-resource',
    `${reader.site.region} is not the home of a trail named ${name}: check its name, account and region.`,
  );
}
