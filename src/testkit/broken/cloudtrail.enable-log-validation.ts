import { allTrailsBut, makeTrail } from './trails.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allTrailsBut(clients, text(params, 'trail'), ['LogFileValidationEnabled']);
const turnOff: Variant['break'] = ({ cloudtrail }, params) =>
  cloudtrail.updateTrail({ Name: text(params, 'trail'), EnableLogFileValidation: false });

export const variants: readonly Variant[] = [
  {
    title: 'the validation of a multi-region trail is turned off',
    setUp: async (clients) => ({ trail: await makeTrail(clients, 'audit', { IsMultiRegionTrail: true, EnableLogFileValidation: true }) }),
    break: turnOff,
    neighbours,
  },
  {
    title: 'the validation of a trail with selectors and tags is turned off, beside one that has it',
    async setUp(clients) {
      await makeTrail(clients, 'security', { EnableLogFileValidation: true });
      const TrailName = await makeTrail(clients, 'data-events', {
        EnableLogFileValidation: true,
        TagsList: [{ Key: 'owner', Value: 'data' }],
      });
      await clients.cloudtrail.putEventSelectors({
        TrailName,
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
      });
      return { trail: TrailName };
    },
    break: turnOff,
    neighbours,
  },
  {
    title: 'the validation of a stopped trail is turned off, beside one without it',
    async setUp(clients) {
      await makeTrail(clients, 'scratch');
      const trail = await makeTrail(clients, 'retired', { EnableLogFileValidation: true, S3KeyPrefix: 'old' });
      await clients.cloudtrail.stopLogging({ Name: trail });
      return { trail };
    },
    break: turnOff,
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-trail' };
