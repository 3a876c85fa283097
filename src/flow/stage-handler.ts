import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { hasEnded, type Place, stageNames } from '#domain/incident.ts';
import { advance, release } from './advance.ts';
import { amend } from './journal.ts';
import type { Stages } from './stages.ts';
import type { Tools } from './tools.ts';

/** What the state machine sends: run this stage; with a token, keep it until somebody answers. */
const Invocation = z.object({ incident: z.string(), stage: z.enum(stageNames), token: z.string().optional() });

/** What it gets back; seconds, because the machine waits in seconds. */
export type Invoked =
  | { readonly to: Place }
  | { readonly wait: number }
  | { readonly ask: string; readonly within: number }
  | { readonly parked: true };

/** Answers a task token, so that the execution goes on. */
export type Wake = (token: string) => Promise<void>;

/** One stage as a Lambda function runs it. */
export function stageHandler(stages: Stages, tools: Tools, wake: Wake): (event: unknown) => Promise<Invoked> {
  return async (event) => {
    const { incident, stage, token } = Invocation.parse(event);
    if (token !== undefined) return await park(incident, token, tools, wake);
    try {
      const next = await advance(incident, stage, stages, tools);
      if ('to' in next) return next;
      if ('ask' in next) return { ask: next.ask, within: seconds(next.within) };
      return { wait: seconds(next.wait) };
    } finally {
      await release(incident, tools);
    }
  };
}

const seconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));

/** Stores the token first, then looks whether the answer was quicker: either way exactly one of both sees the other. */
async function park(id: string, token: string, { store, clock }: Tools, wake: Wake): Promise<Invoked> {
  const incident = await amend(
    store,
    () => clock.now(),
    id,
    () => ({ patch: { token }, notes: [] }),
  );
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}`);
  const answered = incident.answer !== undefined && incident.answer.planHash === incident.plan?.hash;
  if (answered || hasEnded(incident.stage) || incident.stage !== 'approval') await wake(token);
  return { parked: true };
}
