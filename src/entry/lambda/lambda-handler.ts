import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { hasEnded } from '#domain/incident.ts';
import { answerApp } from '#entry/http/answer-app.ts';
import { drops } from '#entry/http/drops.ts';
import type { AwsEngine } from '#worlds/aws.ts';
import { answerOf, FunctionUrlEvent, requestOf } from './function-url.ts';

/** What wakes the outbox: a rule of EventBridge with a schedule, or EventBridge Scheduler with its own event. */
const Scheduled = z.object({ source: z.enum(['aws.events', 'aws.scheduler']), 'detail-type': z.literal('Scheduled Event') });
/** What the state machine sends. */
const Staged = z.object({ incident: z.string(), stage: z.string() });

/** The engine as one Lambda function: stages of the state machine, answers of people by its function URL, and a schedule by which it tells people and programs. Throws HealError `bad-input` for any other event. */
export function lambdaHandler(
  { stage, tell, answers }: Pick<AwsEngine, 'stage' | 'tell' | 'answers'>,
  secret: (variable: string) => string | undefined,
): (event: unknown) => Promise<unknown> {
  const working = new Set<Promise<unknown>>();
  const later = (work: Promise<unknown>): void => {
    working.add(work);
    void work.catch(() => undefined).finally(() => working.delete(work));
  };
  const app = answerApp({ engine: answers, log: answers.tools.log, secret, drops: drops(), later });
  return async (event) => {
    const asked = FunctionUrlEvent.safeParse(event);
    if (asked.success) {
      const answer = await answerOf(await app.fetch(requestOf(asked.data)));
      // After its answer a function is frozen: what is still to be said would wait for the next one.
      while (working.size > 0) await Promise.allSettled(working);
      return answer;
    }
    if (Staged.safeParse(event).success) {
      const next = await stage(event);
      // Where a stage follows, a slow channel would hold up the fix.
      if ('ask' in next || ('to' in next && hasEnded(next.to))) await tell();
      return next;
    }
    if (Scheduled.safeParse(event).success) return await tell();
    throw new HealError('bad-input', 'this function takes stages of its state machine, requests by its function URL, and scheduled events');
  };
}
