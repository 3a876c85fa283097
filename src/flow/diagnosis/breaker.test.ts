import { describe, expect, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { Actor } from '#domain/signal.ts';
import { rememberEnd } from '#flow/history.ts';
import { retry } from '#flow/people.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { openingCommit } from '#testkit/commits.ts';
import { alice, flowWorld, start } from '#testkit/flow-world.ts';
import { tripped } from './breaker.ts';

const minute = 60_000;
const sent = [{ intent: '1', service: 's3', operation: 'putPublicAccessBlock', call: 'c', at: start, outcome: 'done' as const }];
const bob: Actor = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/bob' };

let numbers = 0;
/** Each time another incident of the same condition. */
function anIncident(actor: Actor | undefined, more: Partial<Parameters<typeof rememberEnd>[0]> = {}) {
  numbers += 1;
  const { incident } = openingCommit(numbers, { fingerprint: 'f', ...more });
  return { ...incident, signal: { ...incident.signal, ...(actor === undefined ? {} : { actor }) } };
}

/** What the breaker says at the start, after ends so many minutes ago. */
async function after(ends: readonly number[], by: Actor | undefined = alice, more: Parameters<typeof anIncident>[1] = { sent }) {
  const store = memoryStore();
  for (const ago of ends) await rememberEnd(anIncident(by, { closedAt: start - Math.round(ago * minute), ...more }), { store });
  return await tripped(anIncident(bob), store, start);
}

describe('the breaker', () => {
  test('lets a condition be healed twice in 20 minutes', async () => {
    expect(await after([])).toBeUndefined();
    expect(await after([5])).toBeUndefined();
  });

  test('trips the third time and names everybody who put it back', async () => {
    const why = await after([10, 5]);
    expect(why).toContain(`alice and bob put this back 3 times in 20 minutes (${alice.arn}, ${bob.arn})`);
    expect(why).toContain('a person decides');
  });

  test('names the role of an opponent whose sessions have other names each time', async () => {
    const role = 'arn:aws:iam::123456789012:role/terraform-ci';
    const session = (name: string): Actor => ({
      type: 'AssumedRole',
      role,
      arn: `arn:aws:sts::123456789012:assumed-role/terraform-ci/${name}`,
    });
    const store = memoryStore();
    for (const ago of [9, 8]) await rememberEnd(anIncident(session(`run-${ago}`), { closedAt: start - ago * minute, sent }), { store });
    expect(await tripped(anIncident(session('run-7')), store, start)).toMatch(
      /^terraform-ci put this back 3 times in 20 minutes \(arn:aws:iam::123456789012:role\/terraform-ci\): /,
    );
  });

  test('is not fooled by a clock that was set back', async () => {
    expect(await after([-600, -5])).toBeDefined();
  });

  test('forgets what is 20 minutes old', async () => {
    expect(await after([20, 5])).toBeUndefined();
    expect(await after([19.99, 5])).toBeDefined();
  });

  test('counts only ends after a write, of the same condition', async () => {
    expect(await after([10, 5], alice, { sent: [] })).toBeUndefined();
    expect(await after([10, 5], alice, { sent, fingerprint: 'another' })).toBeUndefined();
  });

  test('says so when nobody is known', async () => {
    const store = memoryStore();
    for (const ago of [9, 8]) await rememberEnd(anIncident(undefined, { closedAt: start - ago * minute, sent }), { store });
    expect(await tripped(anIncident(undefined), store, start)).toContain('something that AWS does not name put this back');
  });

  test('holds until a person says retry: then it is healed once more', async () => {
    const { cloud, buckets, ref } = bucketWorld(1);
    const flow = flowWorld({ cloud, actions: [blockPublicAccess] });
    const broken = async () => {
      const bucket = buckets.get('bucket-0001');
      if (bucket === undefined) throw new Error('the world has no bucket');
      bucket.block = undefined;
      const admission = await flow.open(ref('bucket-0001'));
      if (admission.admitted !== 'opened') throw new Error(admission.admitted);
      return await flow.drive(admission.incident.id);
    };
    for (const stage of ['healed', 'healed', 'escalated']) expect(await broken()).toMatchObject({ stage });
    const { items } = await flow.tools.store.incidents({ by: 'place', place: 'escalated' }, { limit: 1 });
    const driver = { start: async () => {}, wake: async () => {} };
    await retry(items[0]?.id ?? '', { name: 'dave', channel: 'cli' }, { ...flow.tools, driver });
    expect(await flow.drive(items[0]?.id ?? '')).toMatchObject({ stage: 'healed' });
    expect(await broken()).toMatchObject({ stage: 'escalated' });
  });
});
