import { describe, expect, test } from 'vitest';
import { parsePolicy } from '#config/load-policy.ts';
import type { Evidence } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Action } from '#ports/catalogue.ts';
import { openingCommit } from '#testkit/commits.ts';
import { alice, catalogueOf, start } from '#testkit/flow-world.ts';
import type { Findings } from './findings.ts';
import { type Ruled, ruled } from './rules.ts';
import { unsureBecause } from './unsure.ts';

const { incident: opened } = openingCommit(1);
const incident: IncidentDocument = {
  ...opened,
  title: 'A bucket was opened',
  class: 'violation',
  action: { id: 's3.close', params: {} },
  signal: { ...opened.signal, rank: 'attested', actor: alice, operation: 's3:PutBucketPolicy', at: start },
};
const item = (id: string, kind: string, what: string, blob?: string): Evidence => ({
  id,
  kind,
  what,
  source: id === 'e2' ? 'observed' : 'somewhere',
  at: start,
  ...(blob === undefined ? {} : { blob }),
});
const evidence = [item('e1', 'event', 'a call', 'b1'), item('e2', 'configuration', 'it is open')];
const wrong = { seen: 'wrong', state: null, wrong: 'everybody can read it' } as const;
const findings: Findings = { sight: wrong, evidence, gaps: [], score: 0.3, contributions: [] };
const actions = [
  { id: 's3.close', resource: incident.resource.type, heals: [] },
  { id: 's3.encrypt', resource: incident.resource.type, heals: ['securityhub:S3.4'] },
  { id: 'sqs.encrypt', resource: 'AWS::SQS::Queue', heals: ['securityhub:S3.4'] },
] as unknown as readonly Action[];
const judged = (of: Partial<IncidentDocument> = {}, with_: Partial<Findings> = {}): Promise<Ruled> =>
  ruled({ ...incident, ...of }, { ...findings, ...with_ }, { catalogue: catalogueOf(actions) });

describe('the root cause', () => {
  test('says who did what, and what is wrong since, with the evidence', async () => {
    expect((await judged()).cause).toBe(
      'A bucket was opened. arn:aws:iam::123456789012:user/alice called s3:PutBucketPolicy from 198.51.100.7 at 2026-11-20T03:00:00.000Z [e1]: everybody can read it [e2].',
    );
  });

  test('goes on with what explains it best, and leaves out what was looked for in vain', async () => {
    const more = [
      item('e3', 'similar', 'Nothing like it is known'),
      item('e4', 'changes', '3 other changes to it since the day before: a, b, c.', 'b4'),
      item('e5', 'configuration', 'Against its last recorded good state: policy was added', 'b5'),
      item('e6', 'logs', '9 lines speak of errors', 'b6'),
    ];
    expect((await judged({}, { evidence: [...evidence, ...more] })).cause).toMatch(
      /\[e2\]\. Against its last recorded good state: policy was added \[e5\]\. 3 other changes to it since the day before: a, b, c \[e4\]\.$/,
    );
    expect((await judged({ class: 'failure' }, { evidence: [...evidence, ...more] })).cause).toMatch(
      /9 lines speak of errors \[e6\]\. 3 other changes/,
    );
  });

  test('says that the condition is gone, or who the known pipeline is', async () => {
    expect((await judged({}, { sight: { seen: 'healthy', state: null } })).cause).toContain('but the condition is not there');
    expect(await judged({}, { pipeline: 'deploy' })).toMatchObject({
      class: 'normal',
      cause: expect.stringContaining('known pipeline deploy'),
    });
  });
});

test('candidates are the own action, then what names the finding in its heals, for this type of resource', async () => {
  const { candidates } = await judged({ signal: { ...incident.signal, controls: ['securityhub:S3.4'] } });
  expect(candidates).toEqual([
    { id: 'c1', action: 's3.close', why: 'everybody can read it' },
    { id: 'c2', action: 's3.encrypt', why: 'it heals securityhub:S3.4' },
  ]);
});

const { policy } = parsePolicy('', 'selfheal.yaml');
const sure: Ruled = { class: 'violation', cause: 'c', confidence: 0.95, candidates: [{ id: 'c1', action: 's3.close', why: 'w' }] };
test.each<[string, string | undefined, Partial<Ruled>, Partial<Findings>, Partial<IncidentDocument>]>([
  ['sure of what AWS attests and was observed', undefined, {}, {}, {}],
  [
    'unsure where no action belongs to it',
    'no action belongs to what was detected',
    { confidence: 0.4, candidates: [] },
    { sight: undefined },
    { action: undefined },
  ],
  ['unsure below the confidence of the policy', 'the confidence of the rules is 0.4', { confidence: 0.4 }, {}, {}],
  [
    'unsure where several actions heal what was found',
    '2 actions would heal what was found',
    { candidates: [...sure.candidates, ...sure.candidates] },
    {},
    {},
  ],
  ['unsure of tampering near a band', 'the threat score 0.68 is close to 0.7', { class: 'tampering' }, { score: 0.68 }, {}],
  ['sure of tampering between bands', undefined, { class: 'tampering' }, { score: 0.55 }, {}],
  ['sure of a violation of any score', undefined, {}, { score: 0.68 }, {}],
  ['sure of what is ordinary', undefined, { class: 'normal', confidence: 0.4 }, {}, {}],
  ['sure of what is healthy', undefined, { confidence: 0.4 }, { sight: { seen: 'healthy', state: null } }, {}],
])('the rules are %s', (_, because, rules, found, of) => {
  expect(unsureBecause({ ...incident, ...of }, { ...sure, ...rules }, { ...findings, ...found }, policy)).toBe(because);
});
