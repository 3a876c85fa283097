import type { CreateDetectorCommandInput } from '@aws-sdk/client-guardduty';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const make = async ({ guardduty }: Clients, settings: Partial<CreateDetectorCommandInput>): Promise<JsonObject> => {
  const { DetectorId = '' } = await guardduty.createDetector({ Enable: true, ...settings });
  return { detector: DetectorId };
};

/** What every detector is set to, with its filter; of the detector itself all but whether it is enabled. */
async function neighbours({ guardduty }: Clients, { detector }: JsonObject): Promise<Json> {
  const { DetectorIds = [] } = await guardduty.listDetectors({});
  const pictures = DetectorIds.map(async (DetectorId) => {
    const { $metadata: _, Status, UpdatedAt: __, ...rest } = await guardduty.getDetector({ DetectorId });
    const filter = await told(guardduty.getFilter({ DetectorId, FilterName: 'quiet' }));
    return { DetectorId, ...rest, filter, ...(DetectorId === detector ? {} : { Status }) };
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const suspend: Variant['break'] = ({ guardduty }, params) =>
  guardduty.updateDetector({ DetectorId: text(params, 'detector'), Enable: false });

export const variants: readonly Variant[] = [
  {
    title: 'a detector with tags and a filter is suspended',
    async setUp(clients) {
      const params = await make(clients, { Tags: { owner: 'security' }, FindingPublishingFrequency: 'FIFTEEN_MINUTES' });
      const FindingCriteria = { Criterion: { severity: { LessThan: 4 } } };
      await clients.guardduty.createFilter({ DetectorId: text(params, 'detector'), Name: 'quiet', Action: 'ARCHIVE', FindingCriteria });
      return params;
    },
    break: suspend,
    neighbours,
  },
  {
    title: 'a detector with protection of S3 and Kubernetes is suspended',
    setUp: (clients) =>
      make(clients, {
        DataSources: { S3Logs: { Enable: true }, Kubernetes: { AuditLogs: { Enable: true } } },
        FindingPublishingFrequency: 'ONE_HOUR',
      }),
    break: suspend,
    neighbours,
  },
  {
    title: 'a detector with a protection plan that is off is suspended twice',
    setUp: (clients) =>
      make(clients, {
        Features: [
          { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
          { Name: 'RDS_LOGIN_EVENTS', Status: 'DISABLED' },
        ],
      }),
    async break(clients, params) {
      await suspend(clients, params);
      await suspend(clients, params);
    },
    neighbours,
  },
];

export const absent: Absent = { id: '0123456789abcdef0123456789abcdef' };
