import { expect, test } from 'vitest';
import { scriptedChannel, tellingWorld, unreachable } from '#testkit/telling-world.ts';
import { newMemory, tellDue } from './tell-due.ts';

const policy = 'channels: { ops: { kind: slack, channel: C1, storm: { notices: 3, minutes: 5 } } }';

test('a storm is a few messages and one digest that is renewed, and afterwards all is as before', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(policy, [channel]);
  const memory = newMemory(world.telltale);
  const ids = [...(await world.breakBuckets(30))];
  for (const id of ids.slice(0, 26)) await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.kinds()).toEqual([...Array.from({ length: 3 }, () => 'ended'), 'digest']);
  for (const id of ids.slice(26)) await world.drive(id);
  world.clock.pass(10_000);
  await tellDue(world.telltale, memory);
  const digests = channel.said.flatMap((each) => ('digest' in each ? [each] : []));
  expect(digests).toMatchObject([
    { thread: undefined, digest: { headline: expect.stringMatching(/^23 incidents so far/), more: 3, over: false } },
    { thread: expect.any(String), digest: { headline: expect.stringMatching(/^27 incidents so far/) } },
  ]);
  world.clock.pass(6 * 60_000);
  await tellDue(world.telltale, memory);
  expect(channel.said.at(-1)).toMatchObject({ digest: { headline: '27 incidents in one storm: nothing to do', over: true } });
  const [after = ''] = await world.breakBuckets(1);
  await world.drive(after);
  await tellDue(world.telltale, memory);
  expect(channel.said.at(-1)).toMatchObject({ notice: { incident: { id: after } } });
  const told = await Promise.all(ids.map((id) => world.ledger(id)));
  expect(told.map((ledger) => ledger.filter(({ kind }) => kind === 'notified').length)).toEqual(ids.map(() => 1));
});

test('a question in a digest is at its top, and its end is told there', async () => {
  const channel = scriptedChannel('ops');
  const world = tellingWorld(`mode: copilot\n${policy}`, [channel]);
  const memory = newMemory(world.telltale);
  const ids = await world.breakBuckets(5);
  for (const id of ids) await world.drive(id);
  await tellDue(world.telltale, memory);
  expect(channel.said.at(-1)).toMatchObject({ digest: { headline: '2 incidents so far in one storm: 2 ask you', tone: 'asks' } });
  const inDigest = channel.said.flatMap((each) => ('digest' in each ? each.digest.lines.map(({ incident }) => incident) : []));
  await world.yes(inDigest[0] ?? '');
  await world.drive(inDigest[0] ?? '');
  world.clock.pass(10_000);
  await tellDue(world.telltale, memory);
  expect(channel.said.at(-1)).toMatchObject({
    digest: { headline: '2 incidents so far in one storm: 1 ask you', lines: [{ kind: 'asked' }, { kind: 'ended' }] },
  });
});

test('where a message cannot be changed, a storm is told at its beginning, once a window, and at its end', async () => {
  const channel = scriptedChannel('ops', { renews: false });
  const world = tellingWorld(policy, [channel]);
  const memory = newMemory(world.telltale);
  const ids = await world.breakBuckets(15);
  for (const [index, id] of ids.entries()) {
    await world.drive(id);
    if (index >= 3) world.clock.pass(40_000);
    await tellDue(world.telltale, memory);
  }
  world.clock.pass(6 * 60_000);
  await tellDue(world.telltale, memory);
  const digests = channel.said.flatMap((each) => ('digest' in each ? [each.digest] : []));
  expect(digests.map(({ over }) => over)).toEqual([false, false, true]);
  expect(digests.at(-1)?.headline).toMatch(/^12 incidents in one storm/);
});

test('what wants a person in a digest that a dead channel cannot be told is told elsewhere, once', async () => {
  const [ops, mail] = [scriptedChannel('ops'), scriptedChannel('mail')];
  const channels = `channels:
  ops: { kind: slack, channel: C1, storm: { notices: 1, minutes: 5 }, otherwise: mail }
  mail: { kind: email, from: a@example.com, to: [b@example.com], routes: [] }`;
  const world = tellingWorld(`mode: copilot\n${channels}`, [ops, mail]);
  const memory = newMemory(world.telltale);
  const [first = '', ...ids] = await world.breakBuckets(3);
  await world.drive(first);
  await tellDue(world.telltale, memory);
  ops.fails = unreachable;
  for (const id of ids) await world.drive(id);
  // The second question fails alone and stays out; its next attempts, and the third question, are in the digest that cannot be sent.
  for (let second = 0; second < 20; second++) {
    await tellDue(world.telltale, memory);
    world.clock.pass(1_000);
  }
  const asked = mail.said.flatMap((each) =>
    'digest' in each ? each.digest.lines.map(({ incident }) => incident) : [each.notice.incident.id],
  );
  expect(asked.toSorted()).toEqual([...ids].toSorted());
  expect(JSON.stringify(mail.said)).toContain('because ops could not be reached');
  ops.fails = undefined;
  world.clock.pass(5 * 60_000);
  await tellDue(world.telltale, memory);
  expect(ops.kinds()).toEqual(['asked', 'digest']);
});
