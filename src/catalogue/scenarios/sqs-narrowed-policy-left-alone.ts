import { defineScenario } from '#catalogue/define-scenario.ts';
import { canonical } from '#domain/json.ts';
import type { Hands } from '#ports/hands.ts';

/** Names everyone, and lets in one organization only: what a detection takes for public, and what is not. */
const inside = {
  Sid: 'organization',
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
};

const urlOf = async (hands: Hands, queue: string): Promise<string> =>
  (await hands.do('sqs', 'getQueueUrl', { QueueName: queue })).QueueUrl ?? '';

export const sqsNarrowedPolicyLeftAlone = defineScenario({
  id: 'sqs-narrowed-policy-left-alone',
  title: 'A statement for everyone in one organization is added to the policy of a queue',
  action: undefined,
  resource: 'AWS::SQS::Queue',
  ends: 'already-healthy',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('sqs', 'createQueue', { QueueName: name });
    return name;
  },
  break: async (hands, queue) =>
    void (await hands.do('sqs', 'setQueueAttributes', {
      QueueUrl: await urlOf(hands, queue),
      Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [inside] }) },
    })),
  async expect(hands, queue) {
    const { Attributes } = await hands.do('sqs', 'getQueueAttributes', { QueueUrl: await urlOf(hands, queue), AttributeNames: ['Policy'] });
    const { Statement } = Object(JSON.parse(Attributes?.Policy || '{}'));
    return Statement !== undefined && canonical(Statement) === canonical([inside])
      ? undefined
      : 'the statement for the organization is not as it was';
  },
});
