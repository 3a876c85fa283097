import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { isArray, isObject, textAt } from './fields.ts';
import { reading } from './reading.ts';
import type { NamedResource } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';
import { resourceOfService } from './resource-of-service.ts';

/** What has a source of its own, which knows more about it. */
const ownSource = /^aws\.(autoscaling|ecs|rds|ec2|ec2fleet|ec2spotfleet|access-analyzer|inspector2|macie|ssm)$/;
const ownDetail =
  /via CloudTrail$|^(CloudWatch Alarm State|Config (Rules Compliance|Configuration Item)) Change$|^GuardDuty Finding$|^AWS Health (Abuse )?Event$|^Security Hub |^Findings Imported V2$/;

/** Any other event that an AWS service puts on the default bus: about the resources that it lists, else about the one that its detail names. */
export const serviceEvent = defineSource({
  id: 'service-event',
  title: 'Any other AWS service: its events on the default event bus',
  sample: {
    version: '0',
    id: '66a5b4c3-d2e1-4f00-99b8-c7d6e5f40312',
    'detail-type': 'Glue Job State Change',
    source: 'aws.glue',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      jobName: 'nightly-invoices',
      severity: 'ERROR',
      state: 'FAILED',
      jobRunId: 'jr_0a1b2c',
      message: 'Command failed with exit code 1',
    },
  },
  recognises(document) {
    const source = textAt(document, 'source') ?? '';
    const type = textAt(document, 'detail-type') ?? '';
    return (
      /^aws\.[a-z]/.test(source) &&
      !source.startsWith('aws.partner/') &&
      isObject(document['detail']) &&
      type !== '' &&
      !ownSource.test(source) &&
      !ownDetail.test(type)
    );
  },
  read(event, receivedAt) {
    const what = `${textAt(event, 'detail-type')} of ${textAt(event, 'source')}`;
    const state = ['state', 'status', 'build-status', 'result', 'type', 'event'].flatMap((field) => textAt(event, 'detail', field) ?? []);
    return reading(event, receivedAt, {
      what,
      title: [textAt(event, 'detail-type'), state[0]].filter((part) => part !== undefined).join(': '),
      found: resourcesOf(event),
    });
  },
});

function resourcesOf(event: JsonObject): readonly NamedResource[] {
  const named = resourceOfService(event);
  if (named !== undefined) return [named];
  const arns = (isArray(event['resources']) ? event['resources'] : []).flatMap((each) => (typeof each === 'string' ? [each] : []));
  return arns.flatMap((arn) => anyResource(arn) ?? resourceOfId(arn) ?? []);
}
