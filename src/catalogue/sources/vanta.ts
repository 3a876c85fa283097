import { defineSource } from '#catalogue/define-source.ts';
import { canonical, type JsonObject, sha256 } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { objectAt, textAt } from './fields.ts';
import { placeOf, timeOf } from './place-of.ts';
import { isGlobal, resourceRef } from './resource-name.ts';

/** Failed compliance tests of Vanta, put on an event bus or sent bare. */
export const vanta = defineSource({
  id: 'vanta',
  title: 'Vanta: failed compliance tests',
  sample: {
    version: '0',
    id: '5b1c9a9e-1b0c-4f0e-8a43-6f2f7f6b1d90',
    'detail-type': 'Test Failed',
    source: 'vanta.compliance',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      test_name: 'S3 Bucket Block Public Access',
      resource_arn: 'arn:aws:s3:::invoices-eu',
      failure_reason: 'Block Public Access not enabled',
      current_state: { BlockPublicAcls: false },
    },
  },
  recognises: (document) =>
    'detail-type' in document ? document['source'] === 'vanta.compliance' : 'test_name' in document && 'resource_arn' in document,
  read(document, receivedAt) {
    const wrapped = 'detail-type' in document;
    const detail = wrapped ? objectAt(document, 'detail') : document;
    const id = textAt(document, 'id') ?? sha256(canonical(document)).slice(0, 32);
    const test = textAt(detail, 'test_name');
    const found = anyResource(textAt(detail, 'resource_arn') ?? '');
    const account = found?.account ?? textAt(detail, 'account_id') ?? textAt(document, 'account');
    const region =
      found?.region ?? textAt(detail, 'region') ?? textAt(document, 'region') ?? (isGlobal(found?.type ?? '') ? 'us-east-1' : undefined);
    const event = wrapped ? document : enveloped(detail, id, account, region);
    const dropped = (because: string, what: string) => ({ event, findings: [], drops: [{ because, detail: what }] });
    const over = document['detail-type'] === 'Test Passed' ? 'passed' : undefined;
    if (wrapped && over === undefined && document['detail-type'] !== 'Test Failed')
      return dropped('not-a-failure', `Vanta says ${textAt(document, 'detail-type')}`);
    if (test === undefined) return dropped('malformed', 'a Vanta test without test_name');
    if (found === undefined)
      return dropped('no-resource', `Vanta test ${test}: ${textAt(detail, 'resource_arn') ?? 'nothing'} is not the ARN of a resource`);
    const place = placeOf([account], [region], `Vanta test ${test}`);
    if ('because' in place) return { event, findings: [], drops: [place] };
    const finding = {
      id,
      title: `Vanta: ${test}: ${over ?? textAt(detail, 'failure_reason') ?? 'failed'}`,
      at: timeOf(receivedAt, textAt(document, 'time')),
      resource: resourceRef(found, place),
      ...(over === undefined ? { controls: [`vanta:${slug(test)}`] } : { over }),
    };
    return { event, findings: [finding], drops: [] };
  },
});

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const enveloped = (detail: JsonObject, id: string, account: string | undefined, region: string | undefined): JsonObject => ({
  version: '0',
  id,
  'detail-type': 'Test Failed',
  source: 'vanta.compliance',
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
  resources: [],
  detail,
});
