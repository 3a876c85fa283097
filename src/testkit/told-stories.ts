import type { EntryBody, EntryKind } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { IncidentDocument as Stored } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import { noticeOf } from '#flow/notify/notice.ts';
import type { Story } from '#flow/notify/story.ts';
import type { Action } from '#ports/catalogue.ts';
import type { Notice, NoticeKind } from '#ports/notify.ts';

/** When the stories below begin: somebody's night. */
export const nightAt = Date.parse('2026-11-20T03:07:00Z');
const seconds = (count: number): number => nightAt + count * 1_000;
const id = 'inc-01kaf2x9m3q7v5w8y0z1a2b3c4';
const bucket = 'press-kit-eu';

const call = {
  service: 's3',
  operation: 'putPublicAccessBlock',
  input: {
    Bucket: bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
};

const asked: IncidentDocument = Stored.parse({
  id,
  stage: 'approval',
  version: 4,
  progress: 3,
  attempt: 0,
  generation: 0,
  since: seconds(2),
  due: seconds(2 + 3_600),
  head: 'f'.repeat(64),
  entries: 4,
  title: 'A public access block was removed',
  detection: 's3.public-access-block-changed',
  severity: 'high',
  class: 'violation',
  fingerprint: 'a'.repeat(64),
  resource: {
    type: 'AWS::S3::Bucket',
    id: bucket,
    arn: `arn:aws:s3:::${bucket}`,
    partition: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
  },
  action: { id: 's3.block-public-access', params: { bucket } },
  signal: {
    id: 'event-1',
    source: 'cloudtrail',
    rank: 'attested',
    title: 'DeleteBucketPublicAccessBlock',
    at: nightAt,
    resource: { type: 'AWS::S3::Bucket', id: bucket, partition: 'aws', account: '111122223333', region: 'eu-west-1' },
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', sourceIp: '198.51.100.7' },
    operation: 's3:DeleteBucketPublicAccessBlock',
  },
  repeats: 0,
  openedAt: seconds(1),
  receivedAt: seconds(1),
  why: 'its environment is prod',
  intents: [],
  sent: [],
  replans: 0,
  awsMs: 312,
  awsCalls: 9,
  diagnosis: {
    class: 'violation',
    score: 0.46,
    contributions: [{ name: 'opens', weight: 0.4, why: 'the call opens something to the public' }],
    confidence: 0.95,
    cause: 'alice removed the public access block of the bucket.',
    wrong: 'all four settings that block public access are off',
    evidence: [
      {
        id: 'e1',
        what: 'DeleteBucketPublicAccessBlock by alice from 198.51.100.7, without MFA',
        source: 'cloudtrail',
        at: nightAt,
        kind: 'event',
      },
      {
        id: 'e2',
        what: 'the bucket policy lets everybody read press-kit-eu/*',
        source: 's3 GetBucketPolicy',
        at: seconds(1),
        kind: 'configuration',
      },
      {
        id: 'e3',
        what: 'alice made 14 calls in the hour before, none of them on this bucket',
        source: 'cloudtrail LookupEvents',
        at: seconds(1),
        kind: 'actor-calls',
      },
    ],
    gaps: [{ kind: 'health', source: 'health DescribeEvents', because: 'the support plan does not include it' }],
    observed: 'wrong',
    tags: { environment: 'prod' },
  },
  plan: {
    action: 's3.block-public-access',
    params: { bucket },
    rounds: [[call]],
    from: 'b'.repeat(64),
    predicted: 'c'.repeat(64),
    cost: { known: true, monthlyUsd: 0, onceUsd: 0, items: [] },
    undo: 'undo',
    hash: 'd'.repeat(64),
  },
  decision: { verdict: 'ask', mode: 'autopilot', because: 'its environment is prod', reasons: [] },
  asked: 'd'.repeat(64),
});

const healed: IncidentDocument = Stored.parse({
  ...asked,
  stage: 'healed',
  entries: 12,
  due: undefined,
  closedAt: seconds(98),
  why: 'read twice: the condition is gone and nothing else changed',
  answer: { answer: 'approve', by: 'dave', channel: 'slack', at: seconds(95), planHash: 'd'.repeat(64) },
  sent: [
    {
      intent: 'i1',
      service: 's3',
      operation: 'putPublicAccessBlock',
      call: 'e'.repeat(64),
      at: seconds(96),
      outcome: 'done',
      requestId: '9FJ2XV4K0T8Q',
    },
  ],
  verification: {
    result: 'healed',
    because: 'read twice: the condition is gone and nothing else changed',
    reads: 2,
    at: seconds(98),
    state: 'c'.repeat(64),
  },
});

const escalated: IncidentDocument = Stored.parse({
  ...asked,
  stage: 'escalated',
  class: 'tampering',
  severity: 'critical',
  entries: 5,
  due: undefined,
  closedAt: seconds(40),
  why: 'terraform-ci put it back 3 times in 20 minutes: somebody has to settle this with them',
  diagnosis: {
    ...asked.diagnosis,
    class: 'tampering',
    score: 0.82,
    analysis: {
      model: 'bedrock:eu.anthropic.claude-sonnet-4-5',
      outcome: 'answered',
      cause: 'A pipeline applies a configuration in which the block is off.',
      claims: [{ text: 'The same role wrote it three times, each time within a minute of the heal.', evidence: ['e1', 'e3'] }],
    },
  },
  decision: { verdict: 'act', mode: 'autopilot', because: 'a violation is healed when nothing below objects', reasons: [] },
  plan: undefined,
});

const entry = (seq: number, at: number, kind: EntryKind, body: JsonObject = {}): EntryBody => ({
  alg: 'sha256',
  prev: '',
  seq,
  at,
  chain: id,
  kind,
  ...body,
});

const opening = [
  entry(1, seconds(1), 'opened'),
  entry(2, seconds(2), 'moved', { from: 'diagnosis', to: 'decision', why: 'wrong' }),
  entry(3, seconds(2), 'moved', { from: 'decision', to: 'approval', why: 'its environment is prod' }),
  entry(4, seconds(2), 'asked', { ask: 'd'.repeat(64), within: 3_600_000 }),
];
const ending = [
  entry(5, seconds(95), 'answered', { answer: 'approve', by: 'dave', channel: 'slack' }),
  entry(6, seconds(96), 'intent', { intent: 'i1', call }),
  entry(7, seconds(96), 'result', { intent: 'i1', outcome: 'done', requestId: '9FJ2XV4K0T8Q' }),
  entry(8, seconds(98), 'ended', { end: 'healed', why: 'read twice: the condition is gone and nothing else changed' }),
];

const action: Partial<Action> = {
  id: 's3.block-public-access',
  title: 'Block public access',
  risk: { level: 'medium', blastRadius: 'readers of the bucket without credentials lose access', outage: 'possible' },
};
const flags = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const changes = flags.map((flag) => ({ path: `block.${flag}`, before: false, after: true }));

const storyAt = (incident: IncidentDocument, ledger: readonly EntryBody[]): Story => ({
  incident,
  ledger,
  changes: incident.plan === undefined ? [] : changes,
  action: action as Action,
  finding: undefined,
});

/** An incident that waits for an answer, the same healed, and one that needs a person. */
export const stories = {
  asked: storyAt(asked, opening),
  healed: storyAt(healed, [...opening, ...ending]),
  escalated: storyAt(escalated, [
    ...opening.slice(0, 2),
    entry(5, seconds(40), 'ended', { end: 'escalated', why: escalated.why, page: true }),
  ]),
} as const;

/** The notice about the last entry of a story. */
export function noticeFrom(story: Story, kind: NoticeKind, url: string | undefined = 'https://selfheal.example.com'): Notice {
  const last = story.ledger.at(-1);
  if (last === undefined) throw new Error('a story without entries');
  return noticeOf(story, last, kind, { sandbox: false, url });
}

/** The three of them as a channel gets them. */
export const notices = () => ({
  asked: noticeFrom(stories.asked, 'asked'),
  healed: noticeFrom(stories.healed, 'ended'),
  page: noticeFrom(stories.escalated, 'page'),
});
