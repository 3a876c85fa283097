import { describe, expect, onTestFinished, test } from 'vitest';
import { httpWorld, request } from '#entry/http/http-world.ts';
import { startHttp } from '#entry/http/start-http.ts';
import { quiet } from '#testkit/flow-world.ts';

const policy = `url: https://selfheal.example.com
people:
  - { name: dave, email: dave@example.com }
  - { name: grace, email: grace@example.com }
  - { name: alice, email: alice@example.com, arn: "arn:aws:iam::*:user/alice" }
`;

async function mailed(more = '', tags: Record<string, string> = { environment: 'prod' }) {
  const world = await httpWorld(tags, { policy: policy + more });
  const id = await world.openIncident();
  const incident = async () => {
    const found = await world.engine.tools.store.incident(id);
    if (found === undefined) throw new Error('it is gone');
    return found;
  };
  const asked = await incident();
  const linksOf = (recipient: string) => {
    const made = world.engine.links.make(asked, asked.plan?.hash ?? '', recipient);
    if (made === undefined) throw new Error('no links');
    return { approve: new URL(made.approve).pathname, reject: new URL(made.reject).pathname };
  };
  /** As a mail program's browser would ask, from outside, through a proxy: no token, a foreign host. */
  const visit = (path: string, init: RequestInit = {}) => request(world.app, path, { host: 'selfheal.example.com' }, init);
  const press = (path: string, form: Record<string, string> = {}) => visit(path, { method: 'POST', body: new URLSearchParams(form) });
  return { ...world, id, incident, linksOf, visit, press };
}

describe('the link of a mail', () => {
  test('shows what is asked and answers nothing, however often a mail scanner opens it', async () => {
    const { linksOf, visit, incident, cloud } = await mailed();
    const before = await incident();
    for (const path of Object.values(linksOf('dave@example.com')))
      for (const method of ['GET', 'HEAD', 'GET']) {
        const response = await visit(path, { method });
        expect(response.status).toBe(200);
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
    const page = await (await visit(linksOf('dave@example.com').approve)).text();
    for (const part of [
      'Approve as dave',
      'bucket-0001',
      'the bucket has no public access block',
      's3:putPublicAccessBlock',
      'costs nothing',
      'low',
      '+ block.BlockPublicAcls: true',
      'arn:aws:iam::123456789012:user/alice',
      'method="post"',
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/<script|<style| style=| on\w+=/);
    expect(await incident()).toEqual(before);
    expect(cloud.sent).toEqual([]);
  });

  test('answers when its button is pressed, in the name of whom it was sent to, and only once', async () => {
    const { linksOf, press, visit, settled, id, incident, cloud } = await mailed();
    const { approve, reject } = linksOf('dave@example.com');
    const pressed = await press(approve);
    expect([pressed.status, await pressed.text()]).toEqual([200, expect.stringContaining('dave said yes')]);
    expect(await settled(id)).toBe('healed');
    expect(await incident()).toMatchObject({ approval: { by: 'dave', channel: 'email' } });
    for (const path of [approve, reject, linksOf('grace@example.com').approve]) {
      const late = await press(path);
      expect([late.status, await late.text()]).toEqual([410, expect.stringMatching(/used already|healed/)]);
    }
    expect(await (await visit(approve)).text()).toContain('used already');
    expect(cloud.sent).toHaveLength(1);
  });

  test('pressed twice at once is one answer', async () => {
    const { linksOf, press, settled, id, cloud } = await mailed();
    const { approve } = linksOf('dave@example.com');
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await press(approve)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await settled(id)).toBe('healed');
    expect(cloud.sent).toHaveLength(1);
  });

  test('takes a no with its reason', async () => {
    const { linksOf, press, visit, settled, id, incident, cloud } = await mailed();
    const { reject } = linksOf('dave@example.com');
    expect(await (await visit(reject)).text()).toMatch(/<textarea[^>]* name="reason"|<textarea name="reason"/);
    expect((await press(reject, { reason: 'it is a press kit' })).status).toBe(200);
    expect(await settled(id)).toBe('rejected');
    expect((await incident()).why).toBe('dave rejected it: it is a press kit');
    expect(cloud.sent).toEqual([]);
  });

  test('works on a real connection, as the browser of a mail program has it', async () => {
    const { linksOf, settled, id, engine, incident } = await mailed();
    const http = await startHttp({ engine, port: 0, token: 't', log: quiet, version: '1' });
    onTestFinished(() => http.close());
    const { reject } = linksOf('dave@example.com');
    expect((await fetch(http.url + reject)).status).toBe(200);
    const bare = await fetch(http.url + linksOf('alice@example.com').approve, { method: 'POST' });
    expect([bare.status, await bare.text()]).toEqual([410, expect.stringContaining('Alice caused')]);
    const pressed = await fetch(http.url + reject, { method: 'POST', body: new URLSearchParams({ reason: 'not today' }) });
    expect([pressed.status, await pressed.text()]).toEqual([200, expect.stringContaining('Rejected')]);
    expect(await settled(id)).toBe('rejected');
    expect((await incident()).why).toBe('dave rejected it: not today');
  });

  test('of the first of two people leaves the question open', async () => {
    const { linksOf, press, settled, id, cloud } = await mailed('approvers: [{ who: [dave, grace], second: true }]\n');
    expect(await (await press(linksOf('dave@example.com').approve)).text()).toContain('It still takes a yes of grace');
    expect(cloud.sent).toEqual([]);
    expect((await press(linksOf('grace@example.com').approve)).status).toBe(200);
    expect(await settled(id)).toBe('healed');
  });

  test('of who caused it answers nothing', async () => {
    const { linksOf, press, visit, incident } = await mailed();
    for (const ask of [visit, press]) {
      const refused = await ask(linksOf('alice@example.com').approve);
      expect([refused.status, await refused.text()]).toEqual([410, expect.stringContaining('Alice caused')]);
    }
    expect((await incident()).answer).toBeUndefined();
  });

  test('is void once the question expired', async () => {
    const { linksOf, press, visit, incident, engine } = await mailed('approval: { minutes: 1, remindMinutes: 0 }\n');
    await engine.tools.clock.sleep(60_000);
    for (const ask of [visit, press]) {
      const late = await ask(linksOf('dave@example.com').approve);
      expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('time to answer is over')]);
    }
    expect((await incident()).answer).toBeUndefined();
  });

  test('is void when the plan changed since: the new question has links of its own', async () => {
    const { linksOf, press, visit, settled, id, incident, broken, engine } = await mailed();
    const { approve } = linksOf('dave@example.com');
    const other = linksOf('grace@example.com').approve;
    broken.block = { BlockPublicAcls: true };
    await press(approve);
    expect(await settled(id)).toBe('approval');
    for (const ask of [visit, press]) {
      const stale = await ask(other);
      expect([stale.status, await stale.text()]).toEqual([410, expect.stringMatching(/changed since|plan changed/)]);
    }
    const asked = await incident();
    const fresh = new URL(engine.links.make(asked, asked.plan?.hash ?? '', 'dave@example.com')?.approve ?? '').pathname;
    const page = await (await visit(fresh)).text();
    expect(page).toContain('Changed since you were asked');
    expect((await press(fresh)).status).toBe(200);
    expect(await settled(id)).toBe('healed');
  });

  test('that was not made here is refused without a word about what there is', async () => {
    const { visit, press, linksOf, ask } = await mailed();
    const { approve } = linksOf('dave@example.com');
    for (const path of ['/answer/x', '/answer/a.b', `${approve.slice(0, -3)}abc`]) {
      const refused = await Promise.all([visit(path), press(path)]);
      expect(refused.map(({ status }) => status)).toEqual([403, 403]);
      expect(await refused[0]?.text()).not.toContain('bucket');
    }
    expect(await (await ask('/api/status')).json()).toMatchObject({ drops: { 'link-refused': 6 } });
  });

  test('opens nothing else from outside', async () => {
    const { visit, linksOf } = await mailed();
    const { approve } = linksOf('dave@example.com');
    const page = await (await visit(approve)).text();
    // Relative, so that it is found behind a proxy that adds a folder.
    const style = new URL(/<link rel="stylesheet" href="([^"]+)">/.exec(page)?.[1] ?? '', `http://x${approve}`).pathname;
    expect((await visit(style)).headers.get('content-type')).toContain('text/css');
    for (const path of ['/', '/api/status', '/answer', '/answer/../api/status']) expect((await visit(path)).status, path).toBe(403);
  });
});
