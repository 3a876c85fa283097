import { defineSource, type Reading } from '#catalogue/define-source.ts';
import { canonical, type JsonObject, sha256 } from '#domain/json.ts';
import type { Drop } from '#domain/signal.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { type HubFinding, hubFinding } from './hub-finding.ts';
import { insight } from './hub-insight.ts';
import { dropped, reading } from './reading.ts';

const detailTypes = /^(Security Hub Findings - (Imported|Custom Action)|Findings Imported V2|Security Hub Insight Results)$/;

/** Findings of Security Hub, also those of the products that report to it: one signal for each resource. A delivery of several findings is taken apart before. */
export const securityHub = defineSource({
  id: 'security-hub',
  title: 'AWS Security Hub: findings (ASFF and OCSF), custom actions and insight results',
  sample: {
    version: '0',
    id: '8a1f0d5e-0f0e-4b64-9f53-6d5f2a6c1b07',
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/2c1d6b7e-9d0a-4f0e-8f0b-3b8f4c0d1e2f'],
    detail: {
      findings: [
        {
          SchemaVersion: '2018-10-08',
          Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/2c1d6b7e-9d0a-4f0e-8f0b-3b8f4c0d1e2f',
          ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
          GeneratorId: 'security-control/S3.8',
          AwsAccountId: '111122223333',
          Region: 'eu-west-1',
          Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
          CreatedAt: '2026-11-20T08:59:00.000Z',
          UpdatedAt: '2026-11-20T08:59:30.000Z',
          LastObservedAt: '2026-11-20T08:59:20.000Z',
          Severity: { Label: 'HIGH', Normalized: 70 },
          Title: 'S3 general purpose buckets should block public access',
          Description: 'This control checks whether a bucket blocks public access at the bucket level.',
          Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::invoices-eu', Partition: 'aws', Region: 'eu-west-1' }],
          Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
          Workflow: { Status: 'NEW' },
          RecordState: 'ACTIVE',
        },
      ],
    },
  },
  recognises: (document) =>
    'detail-type' in document ? detailTypes.test(textAt(document, 'detail-type') ?? '') : hubFinding(document) !== undefined,
  read(document, receivedAt) {
    if (textAt(document, 'detail-type') === 'Security Hub Insight Results') return insight(document, receivedAt);
    const wrapped = 'detail-type' in document;
    const listed = objectAt(document, 'detail')['findings'];
    const finding = wrapped ? (isArray(listed) ? listed[0] : undefined) : document;
    const read = isObject(finding) ? hubFinding(finding) : undefined;
    if (!isObject(finding) || read === undefined)
      return dropped(document, 'malformed', `"${textAt(document, 'detail-type')}" without a finding in ASFF or OCSF`);
    return ofFinding(wrapped ? document : enveloped(finding, read), receivedAt, read);
  },
});

/** Every resource that the finding lists is a finding of ours or a drop with its reason, so that none is lost and none counts twice. */
function ofFinding(event: JsonObject, receivedAt: number, read: HubFinding): Reading {
  const what = `Security Hub finding ${read.id}`;
  const ofEach = (drop: Drop): Reading => ({
    event,
    findings: [],
    drops: (read.resources.length === 0 ? [1] : read.resources).map(() => drop),
  });
  const named = read.resources.filter((each) => each !== undefined);
  const { findings, drops } = reading(event, receivedAt, {
    what,
    title: `Security Hub: ${read.title}`,
    found: named,
    account: read.account,
    region: read.region,
    at: [read.observed, read.updated],
    id: sha256(canonical([textAt(event, 'id') ?? '', read.id, read.updated ?? ''])).slice(0, 32),
    more: read.over === undefined ? failedControls(read) : { over: read.over },
  });
  const [whole] = drops;
  if (whole !== undefined) return ofEach(whole);
  const unnamed = read.resources
    .slice(named.length)
    .map(() => ({ because: 'no-resource', detail: `${what} lists a resource without an id` }));
  const again = named
    .slice(findings.length)
    .map(() => ({ because: 'named-twice', detail: `${what} lists the same resource more than once` }));
  return { event, findings, drops: [...unnamed, ...again] };
}

const failedControls = ({ controls }: HubFinding): { readonly controls?: string[] } =>
  controls.length === 0 ? {} : { controls: [...controls] };

/** A bare finding as EventBridge would deliver it; its id is the same whenever the same state of it comes. */
const enveloped = (finding: JsonObject, { id, account, region, updated }: HubFinding): JsonObject => ({
  version: '0',
  id: sha256(canonical([id, updated ?? ''])).slice(0, 32),
  'detail-type': 'finding_info' in finding ? 'Findings Imported V2' : 'Security Hub Findings - Imported',
  source: 'aws.securityhub',
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
  ...(updated === undefined ? {} : { time: updated }),
  resources: [id],
  detail: { findings: [finding] },
});
