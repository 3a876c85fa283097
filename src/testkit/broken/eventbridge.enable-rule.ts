import type { PutRuleCommandInput } from '@aws-sdk/client-eventbridge';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const pattern = JSON.stringify({ source: ['aws.s3'] });
const guarded = [{ Key: 'selfheal:guarded', Value: 'true' }];

async function makeRule({ eventbridge }: Clients, rule: PutRuleCommandInput): Promise<void> {
  await eventbridge.putRule({ EventPattern: pattern, ...rule });
}

/** Every rule of both buses with its targets and tags; of the rule itself all but its state. */
async function neighbours({ eventbridge }: Clients, { rule, bus }: JsonObject): Promise<Json> {
  const { EventBuses = [] } = await eventbridge.listEventBuses({});
  const pictures = EventBuses.map(async ({ Name: EventBusName }) => {
    const { Rules = [] } = await eventbridge.listRules({ EventBusName });
    return Promise.all(
      Rules.map(async ({ State, ...rest }) => ({
        ...rest,
        ...(rest.Name === rule && EventBusName === bus ? {} : { State }),
        targets: await told(eventbridge.listTargetsByRule({ Rule: rest.Name, EventBusName })),
        tags: await told(eventbridge.listTagsForResource({ ResourceARN: rest.Arn })),
      })),
    );
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const disable: Variant['break'] = ({ eventbridge }, params) =>
  eventbridge.disableRule({ Name: text(params, 'rule'), EventBusName: text(params, 'bus') });

export const variants: readonly Variant[] = [
  {
    title: 'a rule with a target is disabled',
    async setUp(clients) {
      const { account, region } = clients.site;
      await makeRule(clients, { Name: 'intake', Tags: guarded, Description: 'what changes in S3' });
      await clients.eventbridge.putTargets({ Rule: 'intake', Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:intake` }] });
      await makeRule(clients, { Name: 'intake-2' });
      return { rule: 'intake', bus: 'default' };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'a rule of another bus is disabled, beside one that was disabled before',
    async setUp(clients) {
      await clients.eventbridge.createEventBus({ Name: 'orders' });
      await makeRule(clients, { Name: 'to-queue', EventBusName: 'orders', Tags: guarded });
      await makeRule(clients, { Name: 'old', EventBusName: 'orders', State: 'DISABLED' });
      await makeRule(clients, { Name: 'from-default' });
      return { rule: 'to-queue', bus: 'orders' };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'a scheduled rule is written again as disabled',
    async setUp({ eventbridge }) {
      await eventbridge.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)', Tags: [...guarded, { Key: 'owner', Value: 'ops' }] });
      return { rule: 'nightly', bus: 'default' };
    },
    break: ({ eventbridge }) => eventbridge.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-rule' };
