import type { CreateTrailCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Json, JsonObject } from '#domain/json.ts';
import { makeBucket } from './buckets.ts';
import type { Clients } from './variant.ts';

/** Makes a trail that logs into a bucket of its own. */
export async function makeTrail(clients: Clients, Name: string, settings: Partial<CreateTrailCommandInput> = {}): Promise<string> {
  const S3BucketName = await makeBucket(clients, `${Name.toLowerCase()}-logs`);
  await clients.cloudtrail.createTrail({ Name, S3BucketName, ...settings });
  await clients.cloudtrail.startLogging({ Name });
  return Name;
}

/** Every trail of the region with its status, selectors and tags; of the one trail without the fields that a heal is about. */
export async function allTrailsBut({ cloudtrail }: Clients, trail: string, fields: readonly string[]): Promise<Json> {
  const { trailList = [] } = await cloudtrail.describeTrails({ includeShadowTrails: false });
  const pictures = trailList.map(async ({ Name = '', TrailARN = '', ...described }) => {
    const { IsLogging } = await cloudtrail.getTrailStatus({ Name });
    const { EventSelectors } = await cloudtrail.getEventSelectors({ TrailName: Name });
    const { ResourceTagList } = await cloudtrail.listTags({ ResourceIdList: [TrailARN] });
    const picture: JsonObject = JSON.parse(JSON.stringify({ ...described, IsLogging, EventSelectors, ResourceTagList })) as JsonObject;
    return [Name, Object.fromEntries(Object.entries(picture).filter(([field]) => Name !== trail || !fields.includes(field)))];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}
