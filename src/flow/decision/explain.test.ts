import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';
import type { Explanation } from './explain.ts';
import { explainIncident } from './explain-incident.ts';

/** One bucket that was opened, and its incident as far as the policy of that time led it. */
async function incidentOf({ policy = '', tags = {} }: { policy?: string; tags?: Record<string, string> } = {}) {
  const { cloud, buckets, ref } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket !== undefined) Object.assign(bucket, { block: undefined, tags });
  const world = flowWorld({ cloud, actions: [blockPublicAccess], policy });
  const admission = await world.open(ref('bucket-0001'));
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  const incident = await world.drive(admission.incident.id);
  const { blobs, catalogue, clock, store } = world.tools;
  const under = (text: string, mode: Explanation['mode'] = 'autopilot'): Promise<Explanation> =>
    explainIncident(incident, parsePolicy(text, 'selfheal.yaml'), mode, { blobs, catalogue, clock, store });
  return { incident, under };
}

const rules = `
rules:
  - { match: { id: "bucket-*" }, verdict: ask }
  - { match: { id: "bucket-*" }, mode: copilot }
  - { match: { id: other }, verdict: leave }
`;
const exception = 'exceptions:\n  - { match: {}, owner: web, reason: on purpose, until: 2027-06-30 }';

describe('an incident is explained under the present policy', () => {
  test('as it was decided, while the policy is the same', async () => {
    const { incident, under } = await incidentOf();
    expect(incident.stage).toBe('healed');
    const explanation = await under('');
    expect(explanation).toMatchObject({ verdict: incident.decision?.verdict, mode: 'autopilot', because: incident.decision?.because });
    expect(explanation.matches).toMatchObject(incident.decision?.reasons ?? ['none']);
    expect(explanation).toMatchObject({ changes: [], otherwise: undefined });
  });

  test('with every match and its line, the most cautious first', async () => {
    const { under } = await incidentOf();
    const { verdict, matches } = await under(`${rules}${exception}`);
    expect(verdict).toBe('leave');
    expect(matches.map(({ rule, verdict, where, decides }) => [rule, verdict, where, decides])).toEqual([
      ['exception 1', 'leave', 'selfheal.yaml:7', true],
      ['rule 1', 'ask', 'selfheal.yaml:3', false],
      ['mode', 'ask', 'selfheal.yaml:4', false],
      ['class violation', 'act', undefined, false],
    ]);
  });

  test('with the line of the account that makes it production, where no tag does', async () => {
    const policy = 'accounts:\n  "123456789012":\n    environment: prod';
    const matches = async (tags: Record<string, string>) => (await (await incidentOf({ tags })).under(policy)).matches;
    expect(await matches({})).toContainEqual(expect.objectContaining({ rule: 'production', where: 'selfheal.yaml:3' }));
    const [tagged] = await matches({ environment: 'prod' });
    expect(tagged).toMatchObject({ rule: 'production' });
    expect(tagged).not.toHaveProperty('where');
  });

  test('with what would have to be otherwise, which then is the verdict', async () => {
    const { under } = await incidentOf({ tags: { 'selfheal:protected': 'true' } });
    const first = await under(`${rules}${exception}`);
    expect(first.changes).toEqual([{ rule: 'exception 1', needs: expect.stringContaining('expired'), where: 'selfheal.yaml:7' }]);
    const second = await under(rules);
    expect(first.otherwise).toEqual({ verdict: second.verdict, mode: second.mode });
    expect(second.changes.map(({ rule }) => rule)).toEqual(['protected', 'rule 1', 'mode']);
    expect(second.otherwise?.verdict).toBe('act');
  });

  test('with a dry run as one of the things that would have to be otherwise', async () => {
    const { under } = await incidentOf();
    expect(await under('', 'dry-run')).toMatchObject({
      verdict: 'act',
      mode: 'dry-run',
      changes: [{ rule: 'mode', needs: expect.stringContaining('no dry-run') }],
      otherwise: { verdict: 'act', mode: 'autopilot' },
    });
    expect((await under('mode: dry-run')).changes).toMatchObject([{ rule: 'mode', where: 'selfheal.yaml:1' }]);
  });

  test.each([
    ['an exception over rules', `mode: dry-run${rules}${exception}`, `mode: autopilot${rules}`],
    ['rules that ask', `mode: autopilot${rules}`, 'mode: autopilot'],
    ['a limit', 'limits: { confidence: 0.99 }', ''],
    [
      'a dry run over a copilot',
      `mode: dry-run\nrules:\n  - { match: {}, mode: copilot }\n${exception}`,
      'rules:\n  - { match: {}, mode: copilot }',
    ],
  ])('and without what is named, the verdict is the one foretold: %s', async (_, policy, without) => {
    const { under } = await incidentOf();
    const { verdict, mode } = await under(without);
    expect((await under(policy)).otherwise).toEqual({ verdict, mode });
  });

  test('with every limit, what was measured, and which of them asks', async () => {
    const { under } = await incidentOf();
    const { verdict, limits, changes } = await under('limits:\n  confidence: 0.99\n  risk: high');
    expect(verdict).toBe('ask');
    expect(limits.map(({ limit, measured, asks, where }) => [limit, measured, asks, where])).toEqual([
      ['threat score', expect.any(String), false, undefined],
      ['limits.confidence', '0.95', true, 'selfheal.yaml:2'],
      ['limits.monthlyUsd', '0 USD a month, 0 USD once', false, undefined],
      ['limits.risk', blockPublicAccess.risk.level, false, 'selfheal.yaml:3'],
    ]);
    expect(changes).toEqual([{ rule: 'limits.confidence', needs: 'limits.confidence of 0.95 or less', where: 'selfheal.yaml:2' }]);
    expect((await under('limits:\n  confidence: 0.95')).verdict).toBe('act');
  });

  test('with the score and the class that the present policy gives it', async () => {
    const { incident, under } = await incidentOf();
    const scoreIn = ({ limits }: Explanation): number => Number(limits.find(({ limit }) => limit === 'threat score')?.measured);
    const before = await under('');
    expect(scoreIn(before)).toBe(incident.diagnosis?.score);
    const production = await under('accounts:\n  "123456789012": { environment: prod }');
    expect(scoreIn(production)).toBeGreaterThan(scoreIn(before));
    expect(production.changes.map(({ rule }) => rule)).toEqual(['production']);
  });

  test('with the rate that had no room, until the policy has raised it', async () => {
    const rate = (limit: number): string => `rates:\n  - { name: few, per: type, limit: ${limit}, minutes: 60 }`;
    const { incident, under } = await incidentOf({ policy: rate(0) });
    expect(incident).toMatchObject({ stage: 'approval', usedUp: { limit: 0 } });
    const { verdict, limits, changes, matches } = await under(rate(0));
    expect(verdict).toBe('ask');
    expect(matches[0]).toMatchObject({ rule: 'rate few', verdict: 'ask', where: 'selfheal.yaml:2', decides: true });
    expect(limits.at(-1)).toMatchObject({ limit: 'rate few', measured: '0', asks: true, where: 'selfheal.yaml:2' });
    expect(changes).toEqual([{ rule: 'rate few', needs: 'more than 0, or the next 60 minutes', where: 'selfheal.yaml:2' }]);
    expect((await under(rate(1))).verdict).toBe('act');
    expect((await under('')).verdict).toBe('act');
  });

  test('with a window that is closed now, and a band of the file', async () => {
    const { under } = await incidentOf();
    const closed = await under('windows:\n  - { name: mondays, open: [{ days: [mon] }] }\nbands:\n  violation:\n    ask: 0');
    expect(closed.changes).toEqual([
      { rule: 'class violation', needs: 'a threat score below 0', where: 'selfheal.yaml:5' },
      { rule: 'window mondays', needs: 'a time at which this window is open, or the window narrower', where: 'selfheal.yaml:2' },
    ]);
    expect(closed.limits[0]).toMatchObject({ limit: 'threat score', allowed: 'below 0', asks: true, where: 'selfheal.yaml:5' });
  });

  test('and not before it is diagnosed', async () => {
    const { incident } = await incidentOf();
    const { diagnosis: _, ...undiagnosed } = incident;
    const bare: IncidentDocument = undiagnosed;
    const { tools } = flowWorld({ cloud: bucketWorld(0).cloud, actions: [] });
    await expect(explainIncident(bare, parsePolicy('', 'x'), 'autopilot', tools)).rejects.toMatchObject({ code: 'not-found' });
  });
});
