import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { SnsMessage } from '#adapters/intake/sns-message.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { jsonSchemaOf } from '#entry/http/json-schema.ts';
import { limitedBody } from '#entry/http/limited-body.ts';
import { problemAnswer } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { sparingLog } from '#entry/http/sparing-log.ts';
import { Received, takenIn } from '#entry/http/taken-in.ts';

const Answer = z.union([Received, z.object({ confirmed: z.string() }), z.object({ unsubscribed: z.string() })]);

/** SNS carries 256 KiB at most; JSON in JSON may be some times that. */
const largestBody = 2 * 1024 * 1024;

/** Takes in what SNS posts for topics of the policy. Its signature stands for the token; events are attested only where the policy says that nobody but AWS services publishes. */
export function serveSnsIntake(api: OpenAPIHono, { engine, log, sns, drops }: Serving): void {
  const path = '/api/intake/sns';
  const warn = sparingLog(log, engine.tools.clock.now);
  api.openAPIRegistry.registerPath({
    method: 'post',
    path,
    summary: 'Takes in messages of SNS, known by their signature: notifications, and requests to confirm a subscription',
    security: [],
    request: { body: { content: { 'text/plain': { schema: { type: 'string' } } } } },
    responses: {
      200: { description: 'The subscription is confirmed, or its end is noted' },
      202: { description: 'What became of each signal', content: { 'application/json': { schema: jsonSchemaOf(Answer, 'output') } } },
      default: problemAnswer,
    },
  });
  const tooLarge = new HealError('too-large', `a message of SNS has ${largestBody} bytes at most`);
  api.post(path, limitedBody(largestBody, tooLarge), async (c) => {
    const { topics } = engine.tools.policy().policy;
    const answer = await sns.verify(json(await c.req.text()), (arn) => topics.some((topic) => topic.arn === arn));
    if (!answer.verified) {
      drops.count('sns-refused');
      warn(`a message to ${path} was refused: ${answer.because}`);
      throw new HealError('access-denied', `this message is not taken in: ${answer.because}`);
    }
    const { message } = answer;
    const topic = topics.find(({ arn }) => arn === message.TopicArn);
    if (message.Type === 'SubscriptionConfirmation') {
      await sns.confirm(message);
      log.info(`the subscription to ${message.TopicArn} is confirmed`);
      return c.json({ confirmed: message.TopicArn }, 200);
    }
    if (message.Type === 'UnsubscribeConfirmation') {
      log.warn(`somebody ended the subscription to ${message.TopicArn}: nothing comes from there any more`);
      return c.json({ unsubscribed: message.TopicArn }, 200);
    }
    const attested = topic?.publishers === 'aws-services' && isEventOfAws(message);
    const { receptions, pending, failed } = await takenIn([{ document: { ...message } }], {
      receive: (document) => engine.receive(document, attested),
      log,
      dropped: drops.count,
    });
    const [error] = failed;
    if (error !== undefined) throw error;
    // SNS counts an answer as delivered: what is not stored yet has to come again, and is then known by its id.
    if (pending > 0)
      throw new HealError('timed-out', 'the message waits for an incident on the same resource; send it again', { retry: 'later' });
    return c.json({ receptions, pending }, 202);
  });
}

/** An event as EventBridge delivers it, and not something that only carries one. */
function isEventOfAws({ Message }: SnsMessage): boolean {
  const event = json(Message);
  return (
    typeof event === 'object' &&
    event !== null &&
    'source' in event &&
    typeof event.source === 'string' &&
    event.source.startsWith('aws.') &&
    typeof event['detail-type'] === 'string' &&
    typeof event['detail'] === 'object'
  );
}

function json(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
