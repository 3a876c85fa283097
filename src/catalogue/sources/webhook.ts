import { defineSource } from '#catalogue/define-source.ts';
import { textAt } from './fields.ts';
import { dropped, reading } from './reading.ts';
import { namedResource } from './resource-name.ts';
import { webhookPrefix } from './webhook-mapping.ts';

/** What any other tool sent to a webhook, as its mapping in `selfheal.yaml` made an event of it. */
export const webhook = defineSource({
  id: 'webhook',
  title: 'Webhooks of any other tool, read through a mapping in selfheal.yaml',
  sample: {
    version: '0',
    id: 'bucket-scanner/finding-4711',
    'detail-type': 'Webhook',
    source: 'webhook.bucket-scanner',
    account: '111122223333',
    time: '2026-11-20T09:00:00.000Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      title: 'Bucket can be read by anyone',
      severity: 'high',
      control: 'securityhub:S3.8',
      resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu' },
      body: { finding: 4711, name: 'invoices-eu', found: '2026-11-20T09:00:00Z' },
    },
  },
  recognises: (document) => 'detail-type' in document && textAt(document, 'source')?.startsWith(webhookPrefix) === true,
  read(event, receivedAt) {
    const type = textAt(event, 'detail', 'resource', 'type') ?? '';
    const id = textAt(event, 'detail', 'resource', 'id') ?? '';
    const found = namedResource(type, id);
    const what = `${textAt(event, 'source')}`;
    if (found === undefined) return dropped(event, 'no-resource', `${what}: ${id || 'nothing'} does not name an ${type || 'AWS resource'}`);
    const control = textAt(event, 'detail', 'control');
    return reading(event, receivedAt, {
      what,
      title: textAt(event, 'detail', 'title') ?? 'something without a title',
      found: [found],
      more: control === undefined ? {} : { controls: [control] },
    });
  },
});
