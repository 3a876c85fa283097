import { expect, test } from 'vitest';
import { brokenAt, type Entry } from '#domain/entry.ts';
import { refusing, scriptedChannel, tellingWorld, unreachable } from '#testkit/telling-world.ts';
import { newMemory, tellDue } from './tell-due.ts';

const ops = 'channels: { ops: { kind: slack, channel: C1 } }';
const told = (entries: readonly { readonly kind: string }[]) => entries.filter(({ kind }) => kind === 'notified');

test('a healed incident is told once, and its ledger says so', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(ops, [channel]);
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  for (let pass = 0; pass < 4; pass++) await tellDue(world.telltale, memory);
  await tellDue(world.telltale);
  expect(channel.said).toMatchObject([{ thread: undefined, notice: { kind: 'ended', message: { tone: 'good' }, incident: { id } } }]);
  const ledger = await world.ledger(id);
  expect(told(ledger)).toMatchObject([{ channel: 'ops', notice: 'ended', outcome: 'told', of: ledger.length - 1 }]);
  const entries: Entry[] = [];
  for await (const entry of world.tools.store.entries(id)) entries.push(entry);
  expect(brokenAt(entries)).toBeUndefined();
});

test('a question, its answer and its end are one conversation', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(`mode: copilot\n${ops}`, [channel]);
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  await world.yes(id);
  await tellDue(world.telltale, memory);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.said).toMatchObject([
    {
      thread: undefined,
      notice: {
        kind: 'asked',
        message: { tone: 'asks', plan: expect.any(String), headline: expect.stringContaining('approve or reject by') },
      },
    },
    { thread: 'thread-1', notice: { kind: 'answered' } },
    { thread: 'thread-1', notice: { kind: 'ended', message: { tone: 'good' } } },
  ]);
  expect(channel.said.flatMap((each) => ('notice' in each ? [each.notice.message.plan] : []))).toEqual([
    expect.any(String),
    undefined,
    undefined,
  ]);
});

test('programs get every notice in order, people only where it stands', async () => {
  const [people, programs] = [scriptedChannel('ops'), scriptedChannel('bus', { gets: 'every', storms: false })];
  const world = tellingWorld('channels: { ops: { kind: slack, channel: C1 }, bus: { kind: eventbridge } }', [people, programs]);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  await tellDue(world.telltale);
  expect(people.kinds()).toEqual(['ended']);
  expect(programs.kinds()).toEqual(['opened', 'ended']);
});

test('quiet hours hold no page back, also not behind what a program would have been told before it', async () => {
  const bus = scriptedChannel('bus', { gets: 'every', storms: false });
  const world = tellingWorld(
    'approval: { minutes: 60 }\nmode: copilot\nchannels: { bus: { kind: eventbridge, quiet: { hours: "00:00-23:59" } } }',
    [bus],
  );
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(bus.kinds()).toEqual([]);
  world.clock.pass(61 * 60_000);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(bus.kinds().at(0)).toBe('opened');
  expect(bus.kinds().at(-1)).toBe('page');
});

test('a channel is told what its routes match, and a conversation is brought to its end whatever they say', async () => {
  const [one, other, none] = [scriptedChannel('one'), scriptedChannel('other'), scriptedChannel('none')];
  const world = tellingWorld(
    `mode: copilot
channels:
  one: { kind: slack, channel: C1, routes: [{ match: { id: bucket-0001 }, on: [asked] }] }
  other: { kind: slack, channel: C2, routes: [{ match: { id: bucket-0002 } }] }
  none: { kind: slack, channel: C3, routes: [] }`,
    [one, other, none],
  );
  const memory = newMemory(world.telltale);
  const [first = '', second = ''] = await world.breakBuckets(2);
  for (const id of [first, second]) await world.drive(id);
  await tellDue(world.telltale, memory);
  await world.yes(first);
  await world.drive(first);
  await tellDue(world.telltale, memory);
  expect(one.said).toMatchObject([
    { notice: { incident: { id: first }, kind: 'asked' } },
    { notice: { incident: { id: first }, kind: 'ended' } },
  ]);
  expect(other.said).toMatchObject([{ notice: { incident: { id: second }, kind: 'asked' } }]);
  expect(none.said).toEqual([]);
});

test('a dead channel is tried again with longer and longer pauses, and then told where it stands now', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(`mode: copilot\n${ops}`, [channel]);
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  channel.fails = unreachable;
  const attempts: number[] = [];
  for (let second = 0; second < 120; second++) {
    const before = channel.attempts;
    await tellDue(world.telltale, memory);
    if (channel.attempts > before) attempts.push(second);
    world.clock.pass(1_000);
  }
  expect(attempts).toEqual([0, 2, 6, 14, 30, 62]);
  channel.fails = undefined;
  await world.yes(id);
  await world.drive(id);
  world.clock.pass(60_000);
  await tellDue(world.telltale, memory);
  expect(channel.said).toMatchObject([{ notice: { kind: 'ended' } }]);
});

test('what needs a person is told on another channel when one is dead, once, and goes on there', async () => {
  const [dead, mail] = [scriptedChannel('ops'), scriptedChannel('mail')];
  const world = tellingWorld(
    `mode: copilot
channels:
  ops: { kind: slack, channel: C1, otherwise: mail }
  mail: { kind: email, from: a@example.com, to: [b@example.com], routes: [] }`,
    [dead, mail],
  );
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  dead.fails = unreachable;
  for (let second = 0; second < 40; second++) {
    await tellDue(world.telltale, memory);
    world.clock.pass(1_000);
  }
  expect(mail.said).toMatchObject([{ notice: { kind: 'asked', insteadOf: 'ops' } }]);
  expect(told(await world.ledger(id))).toMatchObject([{ channel: 'mail', insteadOf: 'ops', outcome: 'told' }]);
  await world.yes(id);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(mail.kinds()).toEqual(['asked', 'ended']);
  dead.fails = undefined;
  world.clock.pass(300_000);
  await tellDue(world.telltale, memory);
  expect(dead.kinds()).toEqual(['ended']);
});

test('two channels that name each other are both dead: nothing is lost, and nothing goes round', async () => {
  const [one, other] = [scriptedChannel('one'), scriptedChannel('other')];
  const world = tellingWorld(
    `mode: copilot
channels:
  one: { kind: slack, channel: C1, otherwise: other }
  other: { kind: slack, channel: C2, otherwise: one, routes: [] }`,
    [one, other],
  );
  const memory = newMemory(world.telltale);
  const [id = ''] = await world.breakBuckets(1);
  await world.drive(id);
  [one.fails, other.fails] = [unreachable, unreachable];
  for (let second = 0; second < 60; second++) {
    await tellDue(world.telltale, memory);
    world.clock.pass(1_000);
  }
  one.fails = undefined;
  world.clock.pass(300_000);
  await tellDue(world.telltale, memory);
  expect([one.kinds(), other.kinds()]).toEqual([['asked'], []]);
});

test('a message that a channel refuses is not sent again: the ledger says why, and the next one comes', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(ops, [channel]);
  const memory = newMemory(world.telltale);
  const [first = ''] = await world.breakBuckets(1);
  await world.drive(first);
  channel.fails = refusing;
  for (let pass = 0; pass < 3; pass++) await tellDue(world.telltale, memory);
  expect(channel.attempts).toBe(1);
  expect(told(await world.ledger(first))).toMatchObject([{ outcome: 'refused', because: 'it does not like the message' }]);
  channel.fails = undefined;
  const [second = ''] = await world.breakBuckets(1);
  await world.drive(second);
  await tellDue(world.telltale, memory);
  expect(channel.said).toMatchObject([{ notice: { incident: { id: second } } }]);
});

test('quiet hours hold everything but pages; in the morning people are told where it stands', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(
    'mode: copilot\nchannels: { ops: { kind: slack, channel: C1, quiet: { hours: 22:00-07:00, zone: Europe/Berlin } } }',
    [channel],
  );
  const memory = newMemory(world.telltale);
  const [id = '', paging = ''] = await world.breakBuckets(2);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.said).toEqual([]);
  world.clock.pass(61 * 60_000);
  await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.said).toMatchObject([{ notice: { kind: 'page', incident: { id, stage: 'expired' } } }]);
  await world.drive(paging);
  await tellDue(world.telltale, memory);
  expect(channel.said).toHaveLength(1);
  world.clock.pass(2 * 60 * 60_000);
  await tellDue(world.telltale, memory);
  expect(channel.said).toMatchObject([{}, { notice: { incident: { id: paging } } }]);
});

test('history is not told when a journal is told of for the first time, what is open is', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(`rules: [{ match: { id: bucket-0002 }, verdict: ask }]\n${ops}`, [channel]);
  const [old = '', open = ''] = await world.breakBuckets(2);
  for (const id of [old, open]) await world.drive(id);
  world.clock.pass(11 * 60_000);
  await tellDue(world.telltale);
  expect(channel.said).toMatchObject([{ notice: { kind: 'asked', incident: { id: open } } }]);
});
