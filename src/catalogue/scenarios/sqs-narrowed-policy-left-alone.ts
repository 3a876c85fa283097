import { defineScenario } from '#catalogue/define-scenario.ts';
import { canonical } from '#domain/json.ts';
import type { Hands } from '#ports/hands.ts';

/** Names everyone, with a condition of which nobody can tell from the text whether it names a few. */
const tagged = {
  Sid: 'tagged',
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } },
};

const urlOf = async (hands: Hands, queue: string): Promise<string> =>
  (await hands.do('sqs', 'getQueueUrl', { QueueName: queue })).QueueUrl ?? '';

export const sqsNarrowedPolicyLeftAlone = defineScenario({
  id: 'sqs-narrowed-policy-left-alone',
  title: 'A statement for everyone with a tag is added to the policy of a queue: a person is told and nothing is written',
  action: undefined,
  resource: 'AWS::SQS::Queue',
  ends: 'escalated',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('sqs', 'createQueue', { QueueName: name });
    return name;
  },
  break: async (hands, queue) =>
    void (await hands.do('sqs', 'setQueueAttributes', {
      QueueUrl: await urlOf(hands, queue),
      Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [tagged] }) },
    })),
  async expect(hands, queue) {
    const { Attributes } = await hands.do('sqs', 'getQueueAttributes', { QueueUrl: await urlOf(hands, queue), AttributeNames: ['Policy'] });
    const { Statement } = Object(JSON.parse(Attributes?.Policy || '{}'));
    return Statement !== undefined && canonical(Statement) === canonical([tagged]) ? undefined : 'the statement is not as it was';
  },
});
