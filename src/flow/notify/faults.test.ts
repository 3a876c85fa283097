import { expect, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { brokenAt, type Entry, readEntry } from '#domain/entry.ts';
import type { Store } from '#ports/store.ts';
import { type ScriptedChannel, scriptedChannel, tellingWorld } from '#testkit/telling-world.ts';
import { outbox } from './outbox.ts';
import { notingReopened, reopenedChain } from './reopened.ts';
import { newMemory, tellDue } from './tell-due.ts';

const ops = 'channels: { ops: { kind: slack, channel: C1 } }';

/** A store whose process dies at the n-th of its calls that change something: that call and everything after it is not done. */
function dyingStore(store: Store, at: number): Store & { readonly writes: () => number } {
  let writes = 0;
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    writes += 1;
    return writes >= at ? new Promise<T>(() => {}) : work();
  };
  return {
    ...store,
    commit: (change, now) => alive(() => store.commit(change, now)),
    keep: (key, value) => alive(() => store.keep(key, value)),
    take: (claim, now) => alive(() => store.take(claim, now)),
    drop: (claim) => alive(() => store.drop(claim)),
    writes: () => writes,
  };
}

async function told(channel: ScriptedChannel, store: Store, id: string) {
  const entries: Entry[] = [];
  for await (const entry of store.entries(id)) entries.push(entry);
  expect(brokenAt(entries)).toBeUndefined();
  return { said: channel.said.length, recorded: entries.filter((entry) => readEntry(entry).kind === 'notified').length };
}

test('a process that dies at any point loses nothing, records once, and says at most the one in flight twice', async () => {
  const said = new Set<number>();
  let point = 0;
  for (let over = false; !over; ) {
    point += 1;
    const store = memoryStore();
    const channel = scriptedChannel('ops');
    const first = tellingWorld(ops, [channel], { store, process: 'first' });
    const [id = ''] = await first.breakBuckets(1);
    await first.drive(id);
    const dying = dyingStore(store, point);
    await Promise.race([tellDue({ ...first.telltale, store: dying }), new Promise((resolve) => setTimeout(resolve, 5))]);
    over = dying.writes() < point;
    first.clock.pass(31_000);
    await tellDue({ ...first.telltale, process: 'second' });
    first.clock.pass(31_000);
    await tellDue({ ...first.telltale, process: 'third' });
    const result = await told(channel, store, id);
    expect(result.recorded, `death at write ${point}`).toBe(1);
    expect(result.said, `death at write ${point}`).toBeGreaterThan(0);
    said.add(result.said);
  }
  expect(point).toBeGreaterThan(6);
  expect(said).toEqual(new Set([1, 2]));
});

test('several processes tell each thing once between them', async () => {
  const store = memoryStore();
  const channel = scriptedChannel('ops', { storms: false });
  const world = tellingWorld(ops, [channel], { store });
  const ids = await world.breakBuckets(12);
  for (const id of ids) await world.drive(id);
  const processes = ['one', 'two', 'three'].map((process) => ({ ...world.telltale, process }));
  for (let pass = 0; pass < 3; pass++) {
    await Promise.all(processes.map((tools) => tellDue(tools)));
    world.clock.pass(1_000);
  }
  expect(channel.said).toHaveLength(12);
  for (const id of ids) expect(await told(channel, store, id)).toMatchObject({ recorded: 1 });
});

test('one process that tells twice at the same time tells each thing once', async () => {
  const channel = scriptedChannel('ops', { storms: false });
  const world = tellingWorld(ops, [channel]);
  const ids = await world.breakBuckets(3);
  for (const id of ids) await world.drive(id);
  const memory = newMemory(world.telltale);
  await Promise.all([tellDue(world.telltale, memory), tellDue(world.telltale, memory), tellDue(world.telltale)]);
  expect(channel.said).toHaveLength(3);
});

test('a channel that never answers holds up no other, and no fix', async () => {
  const hanging = scriptedChannel('hanging', { tell: () => new Promise(() => {}) });
  const fine = scriptedChannel('fine');
  const world = tellingWorld('channels: { hanging: { kind: slack, channel: C1 }, fine: { kind: slack, channel: C2 } }', [hanging, fine]);
  const ending = new AbortController();
  void outbox(world.telltale).run(ending.signal);
  for (let count = 0; count < 3; count++) {
    const [id = ''] = await world.breakBuckets(1);
    expect(await world.drive(id)).toMatchObject({ stage: 'healed' });
    await expect.poll(() => fine.said.length, { interval: 2 }).toBe(count + 1);
  }
  ending.abort();
});

test('an old incident that somebody reopens is told of, however quickly it ends again', async () => {
  const store = notingReopened(memoryStore());
  const channel = scriptedChannel('ops');
  const world = tellingWorld(ops, [channel], { store });
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  world.clock.pass(30 * 24 * 60 * 60_000);
  const [other = ''] = await world.breakBuckets(1);
  await world.drive(other);
  await tellDue(world.telltale, memory);
  await world.undo(id);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.said.at(-1)).toMatchObject({ thread: 'thread-1', notice: { incident: { id, stage: 'rolled-back' } } });
  const chains: Entry[] = [];
  for await (const entry of store.entries(reopenedChain)) chains.push(entry);
  expect(chains).toHaveLength(1);
});

test('a policy that names no channel of an incident is no reason to look at it for ever', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld('channels: { ops: { kind: slack, channel: C1, routes: [] } }', [channel]);
  const memory = newMemory(world.telltale);
  const ids = await world.breakBuckets(5);
  for (const id of ids) await world.drive(id);
  for (let pass = 0; pass < 3; pass++) await tellDue(world.telltale, memory);
  expect(await memory.pending.look()).toEqual([]);
});
