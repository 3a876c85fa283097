import { allTrailsBut, makeTrail } from './trails.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allTrailsBut(clients, text(params, 'trail'), ['IsLogging']);
const stop: Variant['break'] = ({ cloudtrail }, params) => cloudtrail.stopLogging({ Name: text(params, 'trail') });

export const variants: readonly Variant[] = [
  {
    title: 'the only trail is stopped',
    setUp: async (clients) => ({ trail: await makeTrail(clients, 'audit', { IsMultiRegionTrail: true, EnableLogFileValidation: true }) }),
    break: stop,
    neighbours,
  },
  {
    title: 'one of two trails is stopped, with tags',
    async setUp(clients) {
      await makeTrail(clients, 'data-events');
      return { trail: await makeTrail(clients, 'Organization.main', { TagsList: [{ Key: 'owner', Value: 'security' }] }) };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'a trail is stopped beside one that was stopped before',
    async setUp(clients) {
      await clients.cloudtrail.stopLogging({ Name: await makeTrail(clients, 'retired') });
      return { trail: await makeTrail(clients, 'writes', { IncludeGlobalServiceEvents: false }) };
    },
    async break(clients, params) {
      const { cloudtrail } = clients;
      await cloudtrail.stopLogging({ Name: text(params, 'trail') });
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-trail' };
