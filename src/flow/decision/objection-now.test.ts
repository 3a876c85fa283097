import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { answer } from '#flow/people.ts';
import { resume, stop } from '#flow/stop.ts';
import { askedWorld } from '#testkit/asked-world.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';

const dave = { name: 'dave', channel: 'cli' };
const exception = 'exceptions: [{ match: { id: "bucket-*" }, owner: web, reason: public on purpose, until: 2030-01-01 }]';
const freeze = 'freezes: [{ name: holidays, from: 2026-11-19, to: 2026-11-30 }]';

describe('a plan that people approved', () => {
  test.each([
    ['an exception', exception, 'logged', 'public on purpose'],
    ['a dry run', 'mode: dry-run', 'simulated', 'dry run'],
    ['a rule that leaves it', 'rules: [{ match: { class: [violation, tampering, failure] }, verdict: leave }]', 'logged', 'leave'],
  ])('is not written under %s that the file has by now, and says so', async (_, text, end, why) => {
    let policy = '';
    const { id, tools, drive, cloud, ledger } = await askedWorld({ policy: () => policy });
    await answer(id, 'approve', dave, tools);
    policy = text;
    expect(await drive()).toMatchObject({ stage: end, why: expect.stringContaining(why) });
    expect(cloud.sent).toEqual([]);
    expect((await ledger()).map(({ why: told }) => String(told))).toContainEqual(
      expect.stringMatching(/policy objects by now: .*: the yes of dave is void/),
    );
  });

  test('is written though a freeze began meanwhile: a person was asked and said yes', async () => {
    let policy = '';
    const { id, tools, drive } = await askedWorld({ policy: () => policy });
    policy = freeze;
    await answer(id, 'approve', dave, tools);
    expect(await drive()).toMatchObject({ stage: 'healed', approval: { by: 'dave' } });
  });
});

describe('a plan that nobody had to approve', () => {
  /** Held by a stop right before it would have been kept, while somebody edits the policy. */
  async function held(text: string) {
    let policy = '';
    const { cloud, buckets, ref } = bucketWorld(1);
    for (const bucket of buckets.values()) bucket.block = undefined;
    const flow = flowWorld({ cloud, actions: [blockPublicAccess], policy: () => policy });
    await stop('dave', flow.tools);
    const admission = await flow.open(ref('bucket-0001'));
    if (admission.admitted !== 'opened') throw new Error(admission.admitted);
    const { id } = admission.incident;
    expect(await flow.drive(id, 6)).toMatchObject({ stage: 'snapshot', why: 'dave stopped all writes' });
    policy = text;
    await resume('dave', flow.tools);
    return { cloud, end: await flow.drive(id) };
  }

  test.each([
    [freeze, 'approval', 'changes are frozen'],
    ['mode: copilot', 'approval', 'the mode here is copilot'],
    ['windows: [{ name: nights, open: [{ hours: "22:00-23:00" }] }]', 'approval', 'changes are made every day 22:00-23:00 UTC only'],
    [exception, 'logged', 'public on purpose'],
    ['mode: dry-run', 'simulated', 'dry run'],
  ])('is judged again under %s', async (text, stage, why) => {
    const { cloud, end } = await held(text);
    expect(end).toMatchObject({ stage, why: expect.stringContaining(why) });
    expect(cloud.sent).toEqual([]);
  });

  test('is written when nothing objects', async () => {
    expect((await held('rules: [{ match: {}, verdict: act }]')).end).toMatchObject({ stage: 'healed' });
  });
});

test('what waits between its snapshot and its first write is not written when the policy objects by then', async () => {
  let policy = '';
  const { cloud, buckets, ref } = bucketWorld(1);
  for (const bucket of buckets.values()) bucket.block = undefined;
  const flow = flowWorld({ cloud, actions: [blockPublicAccess], policy: () => policy });
  const admission = await flow.open(ref('bucket-0001'));
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  const { id } = admission.incident;
  await flow.drive(id, 3);
  await stop('dave', flow.tools);
  expect(await flow.drive(id, 1)).toMatchObject({ stage: 'remediation', why: 'dave stopped all writes' });
  policy = exception;
  await resume('dave', flow.tools);
  expect(await flow.drive(id)).toMatchObject({
    stage: 'escalated',
    why: expect.stringContaining('nothing was written, the policy objects by now: exception 1'),
  });
  expect(cloud.sent).toEqual([]);
});
