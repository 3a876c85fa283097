import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { answer, snooze } from '#flow/people.ts';
import type { Store } from '#ports/store.ts';
import { askedWorld } from '#testkit/asked-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

const stores = {
  memory: async () => [memoryStore()],
  async SQLite() {
    const folder = await temporaryFolder();
    const handles = [1, 2].map(() => openSqliteStore(join(folder.path, 'journal.db')));
    onTestFinished(async () => {
      for (const handle of handles) await handle.close();
      await folder.remove();
    });
    return handles;
  },
} as const;

describe.each(Object.entries(stores))('1,000 answers at once, on %s', (_, open) => {
  test('are one answer and one write, in the name of one person, and the others are told whose', async () => {
    const [store = memoryStore(), other = store] = await open();
    const world = await askedWorld({ store });
    const { id, first, cloud, drive, entries } = world;
    const planHash = first.plan?.hash ?? '';
    const channels = ['cli', 'http', 'slack', 'email'];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, index) =>
        answer(
          id,
          'approve',
          { name: `person-${index % 400}`, channel: channels[index % 4] ?? 'cli' },
          { ...world.tools, store: index % 2 === 0 ? store : other },
          { planHash },
        ),
      ),
    );
    const taken = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(1);
    const reasons = new Set(outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.message] : [])));
    const healed = await drive();
    const { by, channel } = healed.approval ?? {};
    expect(healed).toMatchObject({ stage: 'healed', answer: { by, channel } });
    expect([...reasons]).toEqual([`${id} was answered already: ${by} said approve`]);
    expect(await entries('answered')).toMatchObject([{ by, channel, answer: 'approve' }]);
    expect(cloud.sent).toHaveLength(1);
  });

  test('yes and no mixed, while the engine runs: whichever was first stands, and nothing is written after a no', async () => {
    const [store = memoryStore(), other = store] = await open();
    const world = await askedWorld({ store });
    const { id, cloud, drive, entries } = world;
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 200 }, (_, index) =>
        answer(
          id,
          index % 2 === 0 ? 'reject' : 'approve',
          { name: `person-${index}`, channel: 'slack' },
          { ...world.tools, store: index % 3 === 0 ? store : other },
        ),
      ),
      drive(),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    const end = await drive();
    const said = await entries('answered');
    expect(said).toHaveLength(1);
    expect([end.stage, cloud.sent.length]).toEqual(said[0]?.['answer'] === 'approve' ? ['healed', 1] : ['rejected', 0]);
  });
});

test('two people who say yes at once where two are wanted are two yeses', async () => {
  const { id, tools, drive, cloud } = await askedWorld({ policy: 'approvers: [{ second: true }]' });
  const names = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'dave' : 'grace'));
  const outcomes = await Promise.allSettled(names.map((name) => answer(id, 'approve', { name, channel: 'slack' }, tools)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await drive()).toMatchObject({ stage: 'healed' });
  expect(cloud.sent).toHaveLength(1);
});

/** What people and time may do to a question, in any order. */
const step = fc.oneof(
  fc.record({ pass: fc.integer({ min: 1, max: 45 }) }),
  fc.record({ snooze: fc.integer({ min: 1, max: 90 }), by: fc.constantFrom('dave', 'grace', 'alice') }),
  fc.record({ say: fc.constantFrom('approve', 'reject'), by: fc.constantFrom('dave', 'grace', 'alice', 'policy') }),
  fc.constant({ drive: true }),
);

test('property: time alone never acts; a write stands on yeses of fit people to this very plan, and a question never outlives its bound', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.boolean(), async (steps, two) => {
      const policy = `approvers: [{ who: [dave, grace, alice], second: ${two} }]\napproval: { longestMinutes: 120 }`;
      const { id, tools, drive, pass, cloud, entries, flow } = await askedWorld({ policy });
      const opened = flow.clock.now();
      for (const each of steps) {
        if ('pass' in each) pass(each.pass);
        else if ('snooze' in each) await snooze(id, each.snooze, { name: each.by, channel: 'cli' }, tools).catch(() => undefined);
        else if ('say' in each) await answer(id, each.say, { name: each.by, channel: 'cli' }, tools).catch(() => undefined);
        else await drive();
      }
      pass(120);
      const end = await drive();
      const said = (await entries('answered')).filter((one) => one['answer'] !== 'snooze');
      const yes = said.filter((one) => one['answer'] === 'approve').map((one) => one['by']);
      expect(yes).not.toContain('alice');
      expect(yes).not.toContain('policy');
      for (const one of said) expect(one.at).toBeLessThan(opened + 120 * 60_000);
      const agreed = new Set(yes).size >= (two ? 2 : 1) && !said.some((one) => one['answer'] === 'reject');
      expect([end.stage, cloud.sent.length]).toEqual(
        agreed ? ['healed', 1] : [said.some((one) => one['answer'] === 'reject') ? 'rejected' : 'expired', 0],
      );
    }),
    { numRuns: 30 },
  );
});

describe('an answer that comes while the question expires, from a machine whose clock is behind', () => {
  async function expiring(quicker: boolean) {
    const inner = memoryStore();
    let meet: (() => Promise<void>) | undefined;
    const store: Store = {
      ...inner,
      async commit(change, now) {
        const closing = change.incident.question?.closed === true && meet !== undefined;
        const met = meet;
        if (closing) meet = undefined;
        if (closing && quicker) await met?.();
        const committed = await inner.commit(change, now);
        if (closing && !quicker) await met?.();
        return committed;
      },
    };
    const world = await askedWorld({ store });
    const behind = { ...world.tools, clock: { ...world.flow.clock, now: () => world.flow.clock.now() - 120_000 } };
    const said: unknown[] = [];
    meet = async () => {
      said.push(
        await answer(world.id, 'approve', { name: 'dave', channel: 'slack' }, behind).then(
          () => 'taken',
          (error: Error) => error.message,
        ),
      );
    };
    world.pass(60);
    return { ...world, said, end: await world.drive() };
  }

  test('counts when it was quicker', async () => {
    const { said, end, cloud } = await expiring(true);
    expect(said).toEqual(['taken']);
    expect([end.stage, cloud.sent.length]).toEqual(['healed', 1]);
  });

  test('is refused when it was slower: never is a yes recorded for what ends expired', async () => {
    const { said, end, cloud, entries } = await expiring(false);
    expect(said).toEqual([expect.stringContaining('the time to answer is over')]);
    expect([end.stage, cloud.sent.length, await entries('answered')]).toEqual(['expired', 0, []]);
  });
});
