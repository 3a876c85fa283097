import { describe, expect, test } from 'vitest';
import { answer, snooze } from '#flow/people.ts';
import { askedWorld } from '#testkit/asked-world.ts';
import { closedBlock } from '#testkit/bucket-world.ts';
import { alice } from '#testkit/flow-world.ts';

const minute = 60_000;
const by = (name: string, channel = 'slack') => ({ name, channel });
const refused = (told: string) => expect.objectContaining({ code: 'not-allowed', message: expect.stringContaining(told) });

describe('where two people are wanted', () => {
  const policy = 'approvers: [{ match: { environment: prod }, who: [dave, grace], second: true }]';

  test('the first yes is recorded and the question stays open; the second one acts, and both are named', async () => {
    const { id, tools, drive, driven, entries, cloud } = await askedWorld({ policy });
    const first = await answer(id, 'approve', by('dave'), tools);
    expect(first).toMatchObject({ stage: 'approval', heard: { yes: [{ by: 'dave', channel: 'slack' }], wants: 'grace' } });
    expect(first.answer).toBeUndefined();
    expect(await drive()).toMatchObject({ stage: 'approval' });
    expect(driven).toEqual([]);
    expect(cloud.sent).toEqual([]);
    await answer(id, 'approve', by('grace', 'email'), tools);
    expect(await drive()).toMatchObject({ stage: 'healed', approval: { by: 'grace', channel: 'email', with: ['dave'] } });
    expect(await entries('answered')).toMatchObject([
      { by: 'dave', wants: 'grace' },
      { by: 'grace', channel: 'email' },
    ]);
  });

  test('one person is one yes, whatever they call themselves', async () => {
    const people = 'people: [{ name: dave, slack: U024BE7LH, email: dave@example.com }]';
    const { id, tools } = await askedWorld({ policy: `${policy}\n${people}` });
    await answer(id, 'approve', by('Dave '), tools);
    for (const name of ['dave', 'U024BE7LH', 'dave@example.com'])
      await expect(answer(id, 'approve', by(name), tools)).rejects.toThrow(refused('dave said approve already; it still wants grace'));
    await expect(answer(id, 'approve', { name: 'grace', channel: 'cli', through: 'dave' }, tools)).rejects.toThrow(
      refused('dave said approve already'),
    );
  });

  test('one no is enough, also after a yes', async () => {
    const { id, tools, drive, cloud } = await askedWorld({ policy });
    await answer(id, 'approve', by('dave'), tools);
    await answer(id, 'reject', by('grace'), tools, { reason: 'wait for Friday' });
    expect(await drive()).toMatchObject({ stage: 'rejected', why: 'grace rejected it: wait for Friday' });
    expect(cloud.sent).toEqual([]);
  });

  test('the yes of somebody who puts it back afterwards counts no longer', async () => {
    const { id, tools, flow, drive } = await askedWorld({ policy: 'approvers: [{ who: [dave, grace, erin], second: true }]' });
    await answer(id, 'approve', by('dave'), tools);
    const incident = await tools.store.incident(id);
    if (incident === undefined) throw new Error('it is gone');
    await flow.open(incident.resource, { actor: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/dave' } });
    expect(await answer(id, 'approve', by('grace'), tools)).toMatchObject({ stage: 'approval', heard: { yes: [{ by: 'grace' }] } });
    await answer(id, 'approve', by('erin'), tools);
    expect(await drive()).toMatchObject({ stage: 'healed', approval: { by: 'erin', with: ['grace'] } });
  });

  test('one yes alone expires', async () => {
    const { id, tools, drive, pass, cloud } = await askedWorld({ policy });
    await answer(id, 'approve', by('dave'), tools);
    pass(60);
    expect(await drive()).toMatchObject({ stage: 'expired' });
    expect(cloud.sent).toEqual([]);
  });

  test('a yes to a plan that is void does not count for the next one', async () => {
    const { id, tools, drive, bucket } = await askedWorld({ policy });
    await answer(id, 'approve', by('dave'), tools);
    await answer(id, 'approve', by('grace'), tools);
    bucket.block = { ...closedBlock, BlockPublicAcls: false };
    expect(await drive()).toMatchObject({ stage: 'approval', replans: 1 });
    expect(await answer(id, 'approve', by('grace'), tools)).toMatchObject({ heard: { yes: [{ by: 'grace' }], wants: 'dave' } });
    await answer(id, 'approve', by('dave'), tools);
    expect(await drive()).toMatchObject({ stage: 'healed' });
  });
});

describe('a question that is void', () => {
  test('is asked anew with what is different about the resource and the calls', async () => {
    const { id, tools, drive, bucket, entries, first } = await askedWorld();
    expect(first.question).toMatchObject({
      planHash: first.plan?.hash,
      wants: 'anyone with access, except who caused it',
      risk: { level: 'low' },
    });
    await answer(id, 'approve', by('dave'), tools);
    bucket.block = { ...closedBlock, BlockPublicAcls: false };
    const again = await drive();
    expect(again.answer).toBeUndefined();
    expect(again.question?.changed).toEqual(
      expect.arrayContaining([expect.stringMatching(/^the resource: block.* is .*, and was not there$/)]),
    );
    const moves = await entries('moved');
    expect(moves).toContainEqual(
      expect.objectContaining({ from: 'snapshot', to: 'decision', why: expect.stringContaining('the yes of dave is void') }),
    );
    expect(await entries('asked')).toMatchObject([{ wants: expect.any(String) }, { changed: again.question?.changed }]);
  });

  test('stays void when everything becomes again as it was: the old yes is not used', async () => {
    const { id, tools, drive, bucket, first, cloud } = await askedWorld();
    await answer(id, 'approve', by('dave'), tools);
    bucket.block = { ...closedBlock, BlockPublicAcls: false };
    const other = await drive();
    await answer(id, 'approve', by('dave'), tools);
    bucket.block = undefined;
    const asBefore = await drive();
    expect(asBefore).toMatchObject({ stage: 'approval', replans: 2, plan: { hash: first.plan?.hash } });
    expect(other.plan?.hash).not.toBe(first.plan?.hash);
    expect(cloud.sent).toEqual([]);
  });
});

describe('a snooze', () => {
  test('puts the question off, asks again when it is over, and moves the end by as much', async () => {
    const { id, tools, drive, pass, entries, flow } = await askedWorld();
    const opened = flow.clock.now();
    const put = await snooze(id, 20, by('dave'), tools);
    expect(put.heard).toMatchObject({ longer: 20 * minute, snoozed: { by: 'dave', until: opened + 20 * minute } });
    expect(await drive()).toMatchObject({ stage: 'approval', due: opened + 20 * minute });
    expect(await entries('asked')).toHaveLength(1);
    pass(20);
    await drive();
    expect(await entries('asked')).toMatchObject([{}, { again: 'dave put it off until now' }]);
    pass(59);
    expect(await drive()).toMatchObject({ stage: 'approval' });
    pass(1);
    expect(await drive()).toMatchObject({ stage: 'expired' });
  });

  test('never makes a question stand longer than the policy allows', async () => {
    const { id, tools, drive, pass } = await askedWorld({ policy: 'approval: { minutes: 30, longestMinutes: 60 }' });
    await expect(snooze(id, 60, by('dave'), tools)).rejects.toThrow(refused('at the latest (approval.longestMinutes)'));
    for (const _ of [1, 2, 3]) {
      await snooze(id, 15, by('dave'), tools);
      pass(15);
      await drive();
    }
    pass(14);
    expect(await drive()).toMatchObject({ stage: 'approval' });
    await expect(snooze(id, 5, by('dave'), tools)).rejects.toThrow(refused('at the latest'));
    pass(1);
    expect(await drive()).toMatchObject({ stage: 'expired' });
  });

  test('comes from whoever may answer, and from nobody else', async () => {
    const { id, tools } = await askedWorld({ policy: 'approvers: [grace]' });
    await expect(snooze(id, 5, by('dave'), tools)).rejects.toThrow(refused('dave is not an approver'));
    await expect(snooze(id, 5, by('alice'), tools)).rejects.toThrow(refused('alice caused'));
  });
});

describe('before it expires', () => {
  test('a question is put once more, ten minutes ahead unless said otherwise', async () => {
    const { drive, pass, entries } = await askedWorld({ policy: 'approval: { minutes: 30 }' });
    for (const minutes of [19, 1, 1, 5]) {
      pass(minutes);
      await drive();
    }
    expect(await entries('asked')).toMatchObject([{}, { again: 'it expires soon' }]);
    pass(4);
    expect(await drive()).toMatchObject({ stage: 'expired' });
  });

  test('it wakes for that by itself', async () => {
    const { first, flow } = await askedWorld();
    expect(first.due).toBe(flow.clock.now() + 50 * minute);
  });

  test('nothing is said where the policy wants no reminder', async () => {
    const { drive, pass, entries, first, flow } = await askedWorld({ policy: 'approval: { remindMinutes: 0 }' });
    expect(first.due).toBe(flow.clock.now() + 60 * minute);
    pass(59);
    await drive();
    expect(await entries('asked')).toHaveLength(1);
  });
});

describe('a question that nobody answers', () => {
  test.each([
    ['pages', '', true],
    ['only tells, where the policy says so', 'approval: { onTimeout: tell }', false],
  ])('ends expired, %s, and writes nothing', async (_, policy, page) => {
    const { drive, pass, entries, cloud } = await askedWorld({ policy });
    pass(60);
    expect(await drive()).toMatchObject({ stage: 'expired' });
    expect(await entries('ended')).toMatchObject([{ end: 'expired', page }]);
    expect(cloud.sent).toEqual([]);
  });
});

describe('who cannot answer', () => {
  const people = `people:
  - { name: alice w, slack: U0ALICE01, email: alice@example.com, arn: "arn:aws:iam::*:user/alice" }
  - { name: bot, arn: "arn:aws:iam::123456789012:role/scripted" }`;

  test.each(['alice w', 'U0ALICE01', 'alice@example.com', 'ALICE', alice.arn ?? ''])('who caused it, as %s', async (name) => {
    const { id, tools } = await askedWorld({ policy: people });
    await expect(answer(id, 'approve', by(name), tools)).rejects.toThrow(refused('caused'));
    await expect(answer(id, 'approve', { name: 'dave', channel: 'cli', through: name }, tools)).rejects.toThrow(refused('caused'));
  });

  test('who caused it under a role that is theirs', async () => {
    const actor = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com',
      session: 'alice@example.com',
    };
    const { id, tools } = await askedWorld({ policy: people, actor });
    await expect(answer(id, 'approve', by('U0ALICE01'), tools)).rejects.toThrow(refused('caused'));
  });

  test('who caused it once more while it was asked', async () => {
    const { id, tools, flow } = await askedWorld({ policy: people });
    const incident = await tools.store.incident(id);
    if (incident === undefined) throw new Error('it is gone');
    const bob = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/bob' };
    expect(await flow.open(incident.resource, { actor: bob })).toMatchObject({ admitted: 'repeat' });
    for (const name of ['bob', 'alice']) await expect(answer(id, 'approve', by(name), tools)).rejects.toThrow(refused(`${name} caused`));
    expect(await answer(id, 'approve', by('dave'), tools)).toMatchObject({ answer: { by: 'dave' } });
  });

  test('the identity that writes, under any of its names', async () => {
    const { id, tools } = await askedWorld();
    const session = tools.cloud.writer(
      tools.cloud.reader({ partition: 'aws', account: '123456789012', region: 'us-east-1' }).site,
      id,
    ).session;
    const role = session.split('/')[1] ?? '';
    for (const name of [session, role, `arn:aws:iam::123456789012:role/${role}`, 'policy', 'Selfheal'])
      await expect(answer(id, 'approve', by(name), tools)).rejects.toThrow(refused('is the identity that writes'));
  });

  test('who only says to be an approver', async () => {
    const { id, tools } = await askedWorld({ policy: 'approvers: [grace]' });
    await expect(answer(id, 'approve', { name: 'grace', channel: 'cli', through: 'dave' }, tools)).rejects.toThrow(
      refused('dave, who says to be grace, is not an approver; approvers are grace'),
    );
  });
});

test('a name that was only claimed is recorded with the account behind it', async () => {
  const { id, tools, drive, entries } = await askedWorld();
  await answer(id, 'approve', { name: 'grace', channel: 'cli', through: 'dave' }, tools);
  expect(await drive()).toMatchObject({ stage: 'healed' });
  expect(await entries('answered')).toMatchObject([{ by: 'grace', through: 'dave' }]);
});

test('what may be used once counts once, also for what does not end the question', async () => {
  const { id, tools, flow, entries } = await askedWorld();
  const once = { key: 'nonce:test' as const, until: flow.clock.now() + 60 * minute };
  await snooze(id, 5, by('dave'), tools, { once });
  await expect(snooze(id, 5, by('dave'), tools, { once })).rejects.toThrow(refused('was used already'));
  await expect(answer(id, 'approve', by('dave'), tools, { once })).rejects.toThrow(refused('was used already'));
  expect(await entries('answered')).toHaveLength(1);
});
