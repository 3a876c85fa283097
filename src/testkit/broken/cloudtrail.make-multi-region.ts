import { allTrailsBut, makeTrail } from './trails.ts';
import type { Absent, Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients) => allTrailsBut(clients, 'audit', ['IsMultiRegionTrail', 'IncludeGlobalServiceEvents']);
const narrow: Variant['break'] = ({ cloudtrail }) => cloudtrail.updateTrail({ Name: 'audit', IsMultiRegionTrail: false });

export const variants: readonly Variant[] = [
  {
    title: 'the only trail is narrowed to its region',
    async setUp(clients) {
      await makeTrail(clients, 'audit', { IsMultiRegionTrail: true, EnableLogFileValidation: true });
      return { account: clients.site.account };
    },
    break: narrow,
    neighbours,
  },
  {
    title: 'it is narrowed, without global events, beside a trail for one region that records writes only',
    async setUp(clients) {
      await makeTrail(clients, 'audit', { IsMultiRegionTrail: true, TagsList: [{ Key: 'owner', Value: 'security' }] });
      const TrailName = await makeTrail(clients, 'ab-writes');
      await clients.cloudtrail.putEventSelectors({
        TrailName,
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
      });
      return { account: clients.site.account };
    },
    break: ({ cloudtrail }) => cloudtrail.updateTrail({ Name: 'audit', IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false }),
    neighbours,
  },
  {
    title: 'it is narrowed, and another multi-region trail does not log',
    async setUp(clients) {
      await makeTrail(clients, 'audit', { IsMultiRegionTrail: true });
      await clients.cloudtrail.stopLogging({ Name: await makeTrail(clients, 'retired', { IsMultiRegionTrail: true }) });
      return { account: clients.site.account };
    },
    break: narrow,
    neighbours,
  },
];

export const absent: Absent = 'always there';
