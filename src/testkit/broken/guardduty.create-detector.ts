import type { CreateDetectorCommandInput } from '@aws-sdk/client-guardduty';
import { allTrailsBut, makeTrail } from './trails.ts';
import type { Absent, Clients, Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients) => allTrailsBut(clients, '', []);
const remove: Variant['break'] = async ({ guardduty }) => {
  const { DetectorIds = [] } = await guardduty.listDetectors({});
  for (const DetectorId of DetectorIds) await guardduty.deleteDetector({ DetectorId });
};
const watched = (settings: Partial<CreateDetectorCommandInput>) => async (clients: Clients) => {
  await makeTrail(clients, 'audit', { IsMultiRegionTrail: true });
  await clients.guardduty.createDetector({ Enable: true, ...settings });
  return { account: clients.site.account };
};

export const variants: readonly Variant[] = [
  { title: 'the detector of the region is deleted', setUp: watched({}), break: remove, neighbours },
  {
    title: 'a detector with tags and protection of S3 is deleted',
    setUp: watched({ Tags: { owner: 'security' }, DataSources: { S3Logs: { Enable: true } } }),
    break: remove,
    neighbours,
  },
  { title: 'a suspended detector is deleted', setUp: watched({ Enable: false }), break: remove, neighbours },
];

export const absent: Absent = 'always there';
