import { defineScenario } from '#catalogue/define-scenario.ts';
import { canonical } from '#domain/json.ts';
import type { Hands } from '#ports/hands.ts';

const partner = {
  Sid: 'partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::210987654321:root' },
  Action: 'sqs:SendMessage',
  Resource: '*',
};
const everyone = { Sid: 'just-for-today', Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' };
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

const urlOf = async (hands: Hands, queue: string): Promise<string> =>
  (await hands.do('sqs', 'getQueueUrl', { QueueName: queue })).QueueUrl ?? '';

export const sqsQueuePolicyOpened = defineScenario({
  id: 'sqs-queue-policy-opened',
  title: 'A statement for everyone is added to the policy of a queue',
  action: 'sqs.remove-public-statement',
  resource: 'AWS::SQS::Queue',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('sqs', 'createQueue', { QueueName: name, Attributes: { Policy: policy(partner) } });
    return name;
  },
  break: async (hands, queue) =>
    void (await hands.do('sqs', 'setQueueAttributes', {
      QueueUrl: await urlOf(hands, queue),
      Attributes: { Policy: policy(partner, everyone) },
    })),
  async expect(hands, queue) {
    const { Attributes } = await hands.do('sqs', 'getQueueAttributes', { QueueUrl: await urlOf(hands, queue), AttributeNames: ['Policy'] });
    const { Statement = [] } = Object(JSON.parse(Attributes?.Policy || '{}'));
    if (JSON.stringify(Statement).includes(everyone.Sid)) return 'everyone may still use the queue';
    return canonical(Statement) === canonical([partner]) ? undefined : 'the statement for the partner is not as it was';
  },
});
