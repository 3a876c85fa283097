import { z } from 'zod';
import type { Output, Reader } from '#ports/cloud.ts';

type Selectors = Output<'cloudtrail', 'getEventSelectors'>;

/** What of a trail decides whether it covers the account. */
export const Coverage = z.object({
  name: z.string(),
  arn: z.string(),
  /** Its home is the observed region: only there it can be changed. */
  home: z.boolean(),
  multiRegion: z.boolean(),
  globalEvents: z.boolean(),
  logging: z.boolean(),
  /** Records every management event, reads and writes, of every service. */
  management: z.boolean(),
});
export type Coverage = z.infer<typeof Coverage>;

/** Every trail that records something in the reader's region, in the order of their ARNs. */
export async function readCoverage(reader: Reader): Promise<readonly Coverage[]> {
  const { trailList = [] } = await reader.read('cloudtrail', 'describeTrails', { includeShadowTrails: true });
  const trails = await Promise.all(
    trailList.map(async ({ Name: name = '', TrailARN: arn = '', HomeRegion, HasCustomEventSelectors, ...trail }) => {
      const [status, selectors] = await Promise.all([
        reader.find('cloudtrail', 'getTrailStatus', { Name: arn }, ['TrailNotFoundException']),
        reader.find('cloudtrail', 'getEventSelectors', { TrailName: arn }, ['TrailNotFoundException']),
      ]);
      return {
        name,
        arn,
        home: HomeRegion === reader.site.region && arn.split(':')[4] === reader.site.account,
        multiRegion: trail.IsMultiRegionTrail === true,
        globalEvents: trail.IncludeGlobalServiceEvents === true,
        logging: status?.IsLogging === true,
        management: selectors === undefined ? HasCustomEventSelectors !== true : recordsManagement(selectors),
      };
    }),
  );
  return trails.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

/** Selectors that nobody set record all management events (API reference of GetEventSelectors). */
function recordsManagement({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): boolean {
  if (EventSelectors.length === 0 && AdvancedEventSelectors.length === 0) return true;
  const plain = EventSelectors.some(
    ({ ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources = [] }) =>
      ReadWriteType === 'All' && IncludeManagementEvents && ExcludeManagementEventSources.length === 0,
  );
  const advanced = AdvancedEventSelectors.some(
    ({ FieldSelectors = [] }) =>
      FieldSelectors.length === 1 && FieldSelectors[0]?.Field === 'eventCategory' && FieldSelectors[0].Equals?.[0] === 'Management',
  );
  return plain || advanced;
}
