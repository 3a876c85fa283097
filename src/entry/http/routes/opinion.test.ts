import { expect, test } from 'vitest';
import { Analysis } from '#domain/facts.ts';
import { httpWorld } from '#entry/http/http-world.ts';
import { Problem } from '#entry/http/problem.ts';
import type { Model } from '#ports/model.ts';

const model: Model = {
  id: 'test:scripted',
  price: { inputUsd: 1, outputUsd: 1 },
  ask: async () => ({
    answer: { class: 'violation', cause: 'somebody did it', candidate: 'c1', confidence: 0.7, claims: [] },
    inputTokens: 10,
    outputTokens: 5,
  }),
};

test('a model is asked about an incident over HTTP, and the incident stays as it is', async () => {
  const { ask, openIncident } = await httpWorld({}, { model });
  const id = await openIncident();
  const before: unknown = await (await ask(`/api/incidents/${id}`)).json();
  const answer = await ask(`/api/incidents/${id}/opinion`, { method: 'POST' });
  expect(Analysis.parse(await answer.json())).toMatchObject({ model: 'test:scripted', outcome: 'answered', cause: 'somebody did it' });
  expect(await (await ask(`/api/incidents/${id}`)).json()).toEqual(before);
});

test('without a model, or without the incident, it says what is missing', async () => {
  const { ask, openIncident } = await httpWorld();
  const id = await openIncident();
  const none = await ask(`/api/incidents/${id}/opinion`, { method: 'POST' });
  expect(Problem.parse(await none.json())).toMatchObject({ code: 'bad-config', detail: expect.stringContaining('docs/models.md') });
  const unknown = await ask('/api/incidents/inc-00000000000000000000000000/opinion', { method: 'POST' });
  expect([unknown.status, Problem.parse(await unknown.json()).code]).toEqual([404, 'not-found']);
});
