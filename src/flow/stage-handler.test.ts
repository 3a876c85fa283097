import { expect, test } from 'vitest';
import { askedWorld } from '#testkit/asked-world.ts';
import { loop } from './loop.ts';
import { answer } from './people.ts';
import { stageHandler } from './stage-handler.ts';

async function onLambda() {
  const world = await askedWorld();
  const woken: string[] = [];
  const handler = stageHandler(loop, world.tools, async (token) => void woken.push(token));
  return {
    ...world,
    woken,
    stage: (stage: string, token?: string) => handler({ incident: world.id, stage, ...(token === undefined ? {} : { token }) }),
  };
}

test('a question waits with its token until somebody answers, and an answer that was quicker wakes it at once', async () => {
  const { stage, woken, id, tools } = await onLambda();
  expect(await stage('approval')).toMatchObject({ ask: expect.any(String), within: 3_000 });
  expect(await stage('approval', 'token-1')).toEqual({ parked: true });
  expect(woken).toEqual([]);
  await answer(id, 'approve', { name: 'dave', channel: 'email' }, tools);
  await stage('approval', 'token-2');
  expect(woken).toEqual(['token-2']);
  expect(await stage('approval')).toEqual({ to: 'snapshot' });
});

test('the answer to a plan that is void wakes nobody: the machine would ask and wake for ever', async () => {
  const { stage, woken, id, tools } = await onLambda();
  await answer(id, 'approve', { name: 'dave', channel: 'email' }, tools);
  const incident = await tools.store.incident(id);
  if (incident?.answer === undefined) throw new Error('it was not answered');
  const stale = { ...incident, answer: { ...incident.answer, planHash: 'of-yesterday' }, version: incident.version + 1 };
  await tools.store.commit({ incident: stale, from: incident.version, entries: [] }, tools.clock.now());
  await stage('approval', 'token-1');
  expect(woken).toEqual([]);
});

test('the first yes of two leaves the token where it is', async () => {
  const world = await askedWorld({ policy: 'approvers: [{ second: true }]' });
  await answer(world.id, 'approve', { name: 'dave', channel: 'email' }, world.tools);
  const woken: string[] = [];
  await stageHandler(
    loop,
    world.tools,
    async (token) => void woken.push(token),
  )({ incident: world.id, stage: 'approval', token: 'token-1' });
  expect(woken).toEqual([]);
});
