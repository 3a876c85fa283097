import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { brokenAt, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { collected } from '#testkit/commits.ts';
import { alice, type FlowOptions, flowWorld } from '#testkit/flow-world.ts';
import { turnBothOn, twoCallWorld } from '#testkit/two-call-world.ts';
import { answer, retry, rollback } from './people.ts';

const dave = { name: 'dave', channel: 'cli' };
const minute = 60_000;
const denied = new HealError('access-denied', 'not allowed', { details: { arrived: 'no' } });
const refused = (told: string) => expect.objectContaining({ code: 'not-allowed', message: expect.stringContaining(told) });

/** An open bucket, in production unless said otherwise: its fix is asked. */
async function asked({
  environment = 'prod',
  actor = alice,
  ...options
}: Partial<FlowOptions> & { environment?: string; actor?: typeof alice } = {}) {
  const { cloud, buckets, ref } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket === undefined) throw new Error('the world has no bucket');
  Object.assign(bucket, { block: undefined, tags: { environment } });
  const flow = flowWorld({ cloud, actions: [blockPublicAccess], ...options });
  const driven: string[] = [];
  const driver = {
    start: async ({ generation }: { readonly generation: number }) => void driven.push(`start ${generation}`),
    wake: async () => void driven.push('wake'),
  };
  const tools = { ...flow.tools, driver };
  const admission = await flow.open(ref('bucket-0001'), { actor });
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  const { id } = admission.incident;
  const kinds = async () => (await collected(tools.store.entries(id))).map((entry) => readEntry(entry).kind);
  return { cloud, bucket, flow, tools, id, driven, kinds, first: await flow.drive(id), drive: () => flow.drive(id) };
}

describe('an answer', () => {
  test('yes heals, in the name of who said it, and wakes the driver', async () => {
    const { id, tools, drive, driven, kinds, first } = await asked();
    expect(first).toMatchObject({ stage: 'approval', asked: first.plan?.hash });
    await answer(id, 'approve', dave, tools, { ...(first.plan && { planHash: first.plan.hash }) });
    expect(driven).toEqual(['wake']);
    expect(await drive()).toMatchObject({ stage: 'healed', approval: { by: 'dave', channel: 'cli', planHash: first.plan?.hash } });
    expect(await kinds()).toEqual(expect.arrayContaining(['asked', 'answered']));
  });

  test('no ends it with the reason, and nothing is written', async () => {
    const { id, tools, drive, cloud } = await asked();
    await answer(id, 'reject', dave, tools, { reason: 'it is a press kit' });
    expect(await drive()).toMatchObject({ stage: 'rejected', why: 'dave rejected it: it is a press kit' });
    expect(cloud.sent).toEqual([]);
  });

  test('is not given twice, whatever the second one says', async () => {
    const { id, tools, drive, kinds } = await asked();
    await answer(id, 'reject', dave, tools);
    for (const again of ['approve', 'reject'] as const)
      await expect(answer(id, again, { name: 'grace', channel: 'cli' }, tools)).rejects.toThrow(refused('dave said reject'));
    expect(await drive()).toMatchObject({ stage: 'rejected' });
    expect((await kinds()).filter((kind) => kind === 'answered')).toHaveLength(1);
    await expect(answer(id, 'approve', dave, tools)).rejects.toThrow(refused('does not wait for an answer: it is rejected'));
  });

  test('to another plan than the one on the table is refused', async () => {
    const { id, tools, drive, first } = await asked();
    await expect(answer(id, 'approve', dave, tools, { planHash: 'of-yesterday' })).rejects.toThrow(refused('the plan changed'));
    expect(await drive()).toMatchObject({ stage: 'approval', plan: { hash: first.plan?.hash } });
  });

  test('to a plan that the world has left behind is not used for the next one: it is asked anew', async () => {
    const { id, tools, drive, bucket, first, cloud, kinds } = await asked();
    await answer(id, 'approve', dave, tools);
    bucket.block = { ...closedBlock, BlockPublicAcls: false };
    const again = await drive();
    expect(again).toMatchObject({ stage: 'approval', replans: 1 });
    expect(again.plan?.hash).not.toBe(first.plan?.hash);
    expect(cloud.sent).toEqual([]);
    expect((await kinds()).filter((kind) => kind === 'asked')).toHaveLength(2);
    await answer(id, 'approve', dave, tools);
    expect(await drive()).toMatchObject({ stage: 'healed' });
  });

  test('that comes too late is refused, also before anybody has noticed the time', async () => {
    const { id, tools, drive, flow, cloud } = await asked({ policy: 'approval: { minutes: 30 }' });
    flow.clock.pass(30 * minute);
    await expect(answer(id, 'approve', dave, tools)).rejects.toThrow(refused('the time to answer is over'));
    expect(await drive()).toMatchObject({ stage: 'expired' });
    expect(cloud.sent).toEqual([]);
  });

  test('that came in time counts, though it is looked at later', async () => {
    const { id, tools, drive, flow } = await asked({ policy: 'approval: { minutes: 30 }' });
    flow.clock.pass(29 * minute);
    await answer(id, 'approve', dave, tools);
    flow.clock.pass(60 * minute);
    expect(await drive()).toMatchObject({ stage: 'healed' });
  });

  test.each(['approve', 'reject'] as const)('%s comes from approvers only, where they are named', async (given) => {
    const { id, tools } = await asked({ policy: 'approvers: [grace, heidi]' });
    await expect(answer(id, given, dave, tools)).rejects.toThrow(refused('dave is not an approver; approvers are grace, heidi'));
    expect(await answer(id, given, { name: 'grace', channel: 'http' }, tools)).toMatchObject({ answer: { by: 'grace' } });
  });

  test.each(['alice', 'Alice', ' alice ', 'arn:aws:iam::123456789012:user/alice'])('does not come from who caused it: %j', async (name) => {
    const { id, tools } = await asked({ policy: `approvers: ["${name}", dave]` });
    for (const given of ['approve', 'reject'] as const)
      await expect(answer(id, given, { name, channel: 'cli' }, tools)).rejects.toThrow(refused('caused'));
  });

  test.each(['run-7', 'arn:aws:iam::123456789012:role/deploy'])('does not come from who caused it under a role: %j', async (name) => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/deploy/run-7';
    const role = 'arn:aws:iam::123456789012:role/deploy';
    const { id, tools } = await asked({ actor: { type: 'AssumedRole', arn, role, session: 'run-7' } });
    await expect(answer(id, 'approve', { name, channel: 'cli' }, tools)).rejects.toThrow(refused('caused'));
  });

  test('to what nobody was asked about is refused', async () => {
    const { id, tools, first } = await asked({ environment: 'dev' });
    expect(first.stage).toBe('healed');
    await expect(answer(id, 'approve', dave, tools)).rejects.toThrow(refused('it is healed'));
  });
});

describe('nobody finds an incident that is not there', () => {
  test.each([
    ['answer', (tools: Parameters<typeof retry>[2]) => answer('inc-none', 'approve', dave, tools)],
    ['retry', (tools: Parameters<typeof retry>[2]) => retry('inc-none', dave, tools)],
    ['rollback', (tools: Parameters<typeof retry>[2]) => rollback('inc-none', dave, tools)],
  ] as const)('by %s', async (_, ask) => {
    const { tools, driven } = await asked();
    await expect(ask(tools)).rejects.toThrow(
      expect.objectContaining({ code: 'not-found', message: expect.stringContaining('selfheal incidents') }),
    );
    expect(driven).toEqual([]);
  });
});

describe('a retry', () => {
  test('starts an escalated incident from a fresh diagnosis, in the next generation of the same ledger, and asks anew', async () => {
    const { id, tools, drive, cloud, driven, kinds } = await asked();
    await answer(id, 'approve', dave, tools);
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: denied, when: 'before' });
    expect(await drive()).toMatchObject({ stage: 'escalated', sent: [{ outcome: 'refused' }] });
    const reopened = await retry(id, dave, tools);
    expect(reopened).toMatchObject({ stage: 'diagnosis', generation: 1, sent: [], intents: [], replans: 0, why: 'dave asked for retry' });
    for (const fact of [
      'diagnosis',
      'plan',
      'decision',
      'asked',
      'answer',
      'approval',
      'before',
      'remediation',
      'verification',
      'closedAt',
    ])
      expect(reopened).not.toHaveProperty(fact, expect.anything());
    expect(driven).toEqual(['wake', 'start 1']);
    expect(await drive()).toMatchObject({ stage: 'approval', generation: 1 });
    expect((await kinds()).filter((kind) => kind === 'asked')).toHaveLength(2);
    expect(cloud.sent.filter(({ effect }) => effect)).toEqual([]);
    await answer(id, 'approve', dave, tools);
    expect(await drive()).toMatchObject({ stage: 'healed', sent: [{ outcome: 'done' }] });
    expect(brokenAt(await collected(tools.store.entries(id)))).toBeUndefined();
  });

  test('is for what is escalated only', async () => {
    const { id, tools } = await asked();
    await expect(retry(id, dave, tools)).rejects.toThrow(refused(`${id} is approval; retry is for what is escalated`));
  });

  test('waits for no other incident of the same condition: it is refused while one is open', async () => {
    const { id, tools, cloud, flow, drive } = await asked();
    await answer(id, 'approve', dave, tools);
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: denied, when: 'before' });
    const escalated = await drive();
    const next = await flow.open(escalated.resource, { id: 'again' });
    expect(next.admitted).toBe('opened');
    await expect(retry(id, dave, tools)).rejects.toThrow(refused('is held by inc-'));
  });

  test('that fails to verify is rolled back by policy, not in the name of who asked for the retry', async () => {
    const { cloud, ref } = twoCallWorld();
    const flow = flowWorld({ cloud, actions: [turnBothOn] });
    const tools = { ...flow.tools, driver: { start: async () => {}, wake: async () => {} } };
    const admission = await flow.open(ref);
    if (admission.admitted !== 'opened') throw new Error(admission.admitted);
    const { id } = admission.incident;
    cloud.fail({ service: 's3', operation: 'putBucketVersioning', error: denied, when: 'before' });
    expect(await flow.drive(id)).toMatchObject({ stage: 'escalated' });
    cloud.fail({ service: 's3', operation: 'putBucketAccelerateConfiguration', error: denied, when: 'before' });
    await retry(id, dave, tools);
    expect(await flow.drive(id)).toMatchObject({ stage: 'rolled-back', rollback: { by: 'policy', restored: true } });
  });
});

describe('a rollback', () => {
  test('is for what is healed only', async () => {
    const { id, tools } = await asked();
    await expect(rollback(id, dave, tools)).rejects.toThrow(refused(`${id} is approval; rollback is for what is healed`));
  });

  test('is done in the name of who asked, once', async () => {
    const { id, tools, drive, bucket, driven } = await asked({ environment: 'dev' });
    await rollback(id, dave, tools);
    await expect(rollback(id, dave, tools)).rejects.toThrow(refused('is rollback'));
    expect(driven).toEqual(['start 1']);
    expect(await drive()).toMatchObject({ stage: 'rolled-back', rollback: { by: 'dave', because: 'dave asked for it' } });
    expect(bucket.block).toBeUndefined();
  });

  test('comes neither from who caused the incident, under any name, nor from the identity that writes: it brings back what they did', async () => {
    const policy = 'people: [{ name: dora, slack: U0DORA0001, arn: "arn:aws:iam::*:user/alice" }]';
    const { id, tools, drive, bucket } = await asked({ environment: 'dev', policy });
    for (const name of ['alice', 'U0DORA0001', alice.arn ?? ''])
      await expect(rollback(id, { name, channel: 'http' }, tools)).rejects.toThrow(refused(`caused ${id} and cannot roll it back`));
    await expect(rollback(id, { ...dave, through: 'alice' }, tools)).rejects.toThrow(refused('caused'));
    await expect(rollback(id, { name: 'selfheal', channel: 'http' }, tools)).rejects.toThrow(refused('is the identity that writes'));
    expect(await drive()).toMatchObject({ stage: 'healed' });
    expect(bucket.block).toEqual(closedBlock);
  });

  test('comes from approvers only, where they are named', async () => {
    const { id, tools } = await asked({ environment: 'dev', policy: 'approvers: [grace]' });
    await expect(rollback(id, dave, tools)).rejects.toThrow(refused('dave is not an approver; approvers are grace'));
    expect(await rollback(id, { name: 'grace', channel: 'cli' }, tools)).toMatchObject({ stage: 'rollback', requestedBy: 'grace' });
  });
});
