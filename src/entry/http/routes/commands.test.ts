import { expect, test } from 'vitest';
import { httpWorld, request } from '#entry/http/http-world.ts';
import { Problem } from '#entry/http/problem.ts';
import { IncidentSummary } from '#entry/views/incident-view.ts';

async function asked(policy = '') {
  const world = await httpWorld({ environment: 'production' }, { policy });
  const id = await world.openIncident();
  const say = async (command: string, body: object = {}) => world.post(`/api/incidents/${id}/${command}`, body);
  return {
    ...world,
    id,
    say,
    said: async (command: string, body?: object) => IncidentSummary.parse(await (await say(command, body)).json()),
  };
}

test('a snooze leaves the question open, and tells until when it can be answered', async () => {
  const { said, say } = await asked('approval: { longestMinutes: 90 }');
  const before = await said('snooze', { minutes: 20 });
  expect(before).toMatchObject({ waiting: true, wants: 'anyone with access, except who caused it', yes: [] });
  const after = await said('snooze');
  const minutes = (Date.parse(after.expiresAt ?? '') - Date.parse(before.expiresAt ?? '')) / 60_000;
  expect(minutes).toBe(10);
  expect((await say('snooze', { minutes: 90 })).status).toBe(409);
  expect((await say('snooze', { minutes: 0 })).status).toBe(400);
});

test('the token is that of the user of this machine: another name is recorded beside them, and counts for nothing', async () => {
  const { say, said, engine, id, settled } = await asked('approvers: [dave]');
  expect(await said('approve', { by: 'grace' })).toMatchObject({ waiting: false });
  expect((await engine.tools.store.incident(id))?.answer).toMatchObject({ by: 'grace', through: 'dave', channel: 'http' });
  expect(await settled(id)).toBe('healed');
  expect((await say('approve', { by: '  ' })).status).toBe(400);
  const other = await asked('approvers: [grace]');
  const refused = await other.say('approve', { by: 'grace' });
  expect([refused.status, Problem.parse(await refused.json()).detail]).toEqual([
    409,
    expect.stringContaining('dave, who says to be grace, is not an approver'),
  ]);
});

test('whoever sends a token of their own is that person, whatever they call themselves', async () => {
  const tokens: Readonly<Record<string, string>> = { DAVE: 'd'.repeat(32), GRACE: 'g'.repeat(32), SHORT: 'short', EMPTY: '' };
  const policy = `approvers: [{ who: [dave, grace], second: true }]
people:
  - { name: dave, tokenEnv: DAVE }
  - { name: grace, tokenEnv: GRACE }
  - { name: erin, tokenEnv: SHORT }
  - { name: frank, tokenEnv: EMPTY }
  - { name: heidi, tokenEnv: UNSET }`;
  const world = await httpWorld({ environment: 'production' }, { policy, secret: (variable) => tokens[variable] });
  const id = await world.openIncident();
  const say = (bearer: string, body: object = {}) =>
    world.ask(`/api/incidents/${id}/approve`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${bearer}` },
    });
  for (const bearer of ['short', '', 'x'.repeat(32)]) expect((await say(bearer)).status).toBe(401);
  expect((await say(tokens['GRACE'] ?? '')).status).toBe(200);
  const again = await say(tokens['GRACE'] ?? '', { by: 'dave' });
  expect(Problem.parse(await again.json()).detail).toContain('grace said approve already');
  expect((await say(tokens['DAVE'] ?? '')).status).toBe(200);
  expect(await world.settled(id)).toBe('healed');
  expect((await world.engine.tools.store.incident(id))?.approval).toMatchObject({ by: 'dave', channel: 'http', with: ['grace'] });
  const page = await request(world.app, `/?token=${tokens['GRACE'] ?? ''}`);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(await (await request(world.app, '/api/status', { cookie })).json()).toMatchObject({ you: 'grace' });
});

test('the first of two yeses is shown with whose yes is still wanted', async () => {
  const { said, say } = await asked('approvers: [{ who: [dave, grace], second: true }]');
  expect(await said('approve')).toMatchObject({ waiting: true, yes: ['dave'], wants: 'grace' });
  const again = await say('approve', { by: 'grace' });
  expect(Problem.parse(await again.json()).detail).toContain('dave said approve already');
});

test('a no to another plan than the one on the table is refused', async () => {
  const { say, engine, id } = await asked();
  expect((await say('reject', { planHash: 'of-yesterday', reason: 'no' })).status).toBe(409);
  expect((await engine.tools.store.incident(id))?.answer).toBeUndefined();
});
