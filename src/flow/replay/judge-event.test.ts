import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { JsonObject } from '#domain/json.ts';
import { judgeEvent } from './judge-event.ts';

let catalogue: OpenCatalogue;
beforeAll(async () => {
  catalogue = await openCatalogue();
});

const call = (eventSource: string, eventName: string, requestParameters: JsonObject, more: JsonObject = {}): JsonObject => ({
  eventVersion: '1.11',
  eventID: 'e1',
  eventTime: '2026-11-20T09:00:00Z',
  eventSource,
  eventName,
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '198.51.100.7',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/deploy/x',
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/deploy' } },
  },
  requestParameters,
  ...more,
});
const opened = call('s3.amazonaws.com', 'DeleteBucketPublicAccessBlock', { bucketName: 'press' });

async function outcome(event: JsonObject, policy = '', proposed?: string) {
  const { findings } = await judgeEvent(event, {
    catalogue,
    present: parsePolicy(policy, 'selfheal.yaml'),
    proposed: proposed === undefined ? undefined : parsePolicy(proposed, 'proposed.yaml'),
  });
  return findings.map(({ detection, present, proposed: other }) => [
    detection,
    present.outcome,
    ...(other === undefined ? [] : [other.outcome]),
  ]);
}
const found = 's3.public-access-block-changed';

describe('an event of the past', () => {
  test('is healed when nothing objects, and left when no action heals it', async () => {
    expect(await outcome(opened)).toEqual([[found, 'healed']]);
    expect((await outcome(call('iam.amazonaws.com', 'CreateUser', { userName: 'eve' }))).map(([, what]) => what)).toEqual(['left']);
  });

  test('is nothing when AWS refused it, or it only reads', async () => {
    expect(await outcome({ ...opened, errorCode: 'AccessDenied' })).toEqual([]);
    expect(await outcome(call('s3.amazonaws.com', 'GetBucketAcl', { bucketName: 'press' }))).toEqual([]);
    const { drops, signals } = await judgeEvent({ hello: 'world' }, { catalogue, present: parsePolicy('', 'x') });
    expect({ drops, signals }).toEqual({ drops: ['unknown-source'], signals: 0 });
  });

  test.each([
    ['a rule that asks', 'rules:\n  - { match: { id: press }, verdict: ask }', 'asked'],
    ['copilot', 'mode: copilot', 'asked'],
    ['a dry run', 'mode: dry-run', 'simulated'],
    ['a production account', 'accounts:\n  "111122223333": { environment: prod }', 'asked'],
    ['an exception', 'exceptions:\n  - { match: { id: press }, owner: web, reason: on purpose, until: 2027-01-01 }', 'left'],
    ['a freeze at its own time', 'freezes:\n  - { name: then, from: 2026-11-20, to: 2026-11-20 }', 'asked'],
    ['a freeze at another time', 'freezes:\n  - { name: later, from: 2026-11-21, to: 2026-11-22 }', 'healed'],
    ['an exception that had expired by then', 'exceptions:\n  - { match: {}, owner: web, reason: old, until: 2026-11-19 }', 'healed'],
    [
      'a pipeline',
      'pipelines:\n  - { name: ci, role: "arn:aws:iam::111122223333:role/deploy", calls: ["s3:*"], resources: ["*"] }',
      'left',
    ],
    ['a limit of confidence', 'limits: { confidence: 0.99 }', 'asked'],
  ])('under %s is %#', async (_, policy, what) => {
    expect(await outcome(opened, policy)).toEqual([[found, what]]);
  });

  test('is judged by both policies where one is proposed', async () => {
    expect(await outcome(opened, 'mode: copilot', 'mode: autopilot')).toEqual([[found, 'asked', 'healed']]);
  });
});

/** Every key of a policy that decides, with more caution than nothing. */
const cautious: Readonly<Record<string, string>> = {
  mode: 'mode: copilot',
  dry: 'rules: [{ match: { region: eu-* }, mode: dry-run }]',
  rules: 'rules: [{ match: { id: press }, verdict: ask }]',
  leave: 'rules: [{ match: { detection: s3.* }, verdict: leave }]',
  accounts: 'accounts: { "111122223333": { environment: prod } }',
  exceptions: 'exceptions: [{ match: { resource: "AWS::S3::*" }, owner: web, reason: on purpose, until: 2027-01-01 }]',
  pipelines: 'pipelines: [{ name: ci, role: "arn:aws:iam::*:role/deploy", calls: ["s3:*"], resources: [press] }]',
  freezes: 'freezes: [{ name: then, from: 2026-11-20, to: 2026-11-20 }]',
  windows: 'windows: [{ name: nights, open: [{ hours: "22:00-04:00" }] }]',
  confidence: 'limits: { confidence: 0.99 }',
  risk: 'limits: { risk: low }',
  bands: 'bands: { violation: { ask: 0 } }',
  rates: 'rates: [{ per: overall, limit: 0, minutes: 1 }]',
  model: 'model: { provider: bedrock, ask: always }',
  evidence: 'evidence: { seconds: 0, without: [logs] }',
  guarded: 'guarded: [press]',
  approvers: 'approvers: [dave]',
  prices: 'prices: { source: table }',
};

test('of any two keys of a policy, neither makes more of the other, and their order changes nothing', async () => {
  const ranks = ['healed', 'asked', 'simulated', 'left'];
  const rankOf = async (text: string): Promise<number> => ranks.indexOf((await outcome(opened, text))[0]?.[1] ?? '');
  const texts = Object.values(cautious);
  const alone = await Promise.all(texts.map(rankOf));
  let stricter = 0;
  for (const [at, one] of texts.entries())
    for (const [after, two] of texts.entries()) {
      // Each pair once; one key stands in a file once.
      if (after <= at || one.split(':')[0] === two.split(':')[0]) continue;
      const [both, turned] = [await rankOf(`${one}\n${two}`), await rankOf(`${two}\n${one}`)];
      expect([one, two, turned]).toEqual([one, two, both]);
      for (const single of [alone[at] ?? 0, alone[after] ?? 0]) {
        expect([one, two, both >= single]).toEqual([one, two, true]);
        stricter += Number(both > single);
      }
    }
  expect(stricter).toBeGreaterThan(80);
});

test('a pipeline and an account that decide are named with their lines', async () => {
  const policy = `accounts:\n  "111122223333": { environment: prod }\n${cautious['pipelines']}`;
  const { findings } = await judgeEvent(opened, { catalogue, present: parsePolicy(policy, 'selfheal.yaml') });
  expect(findings[0]?.present.decision.reasons).toEqual(
    expect.arrayContaining([
      { rule: 'class normal', verdict: 'leave', because: 'ordinary operation of the pipeline ci', where: 'selfheal.yaml:3' },
      { rule: 'production', verdict: 'ask', because: 'its environment is prod', where: 'selfheal.yaml:2' },
    ]),
  );
});
