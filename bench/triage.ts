import { buildIndex } from '#matching/build-index.ts';
import { buildGate } from '#matching/gate.ts';

/**
 * What matching costs beside reading: the same raw bytes parsed alone, and parsed and matched, in turn in one run. Prints for 42, 768
 * and 10,000 patterns the events per second, the speed relative to `JSON.parse` alone, and the memory that the index takes.
 * Run: `node --expose-gc bench/triage.ts` (without the flag the memory is left out).
 */
const eventCount = 4000;
const rounds = 15;

const services = ['s3', 'ec2', 'iam', 'rds', 'lambda', 'dynamodb', 'kms', 'sns', 'sqs', 'ecs', 'cloudtrail', 'ssm'];
const verbs = ['Put', 'Get', 'Create', 'Delete', 'Update', 'Describe', 'List', 'Attach', 'Detach', 'Modify'];
const nouns = ['Bucket', 'Policy', 'Role', 'Table', 'Key', 'Topic', 'Queue', 'Instance', 'Group', 'Trail', 'Parameter', 'Function'];

/** A repeatable generator (mulberry32), so that two runs measure the same work. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(20);
const pick = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
};
const hex = (length: number) => Array.from({ length }, () => pick([...'0123456789abcdef'])).join('');
const apiCall = () => `${pick(verbs)}${pick(nouns)}${pick(['', 'Acl', 'Version', 'Tags', 'Attribute', 'Encryption'])}`;

function cloudTrailEvent(): unknown {
  const service = pick(services);
  const account = String(100000000000 + Math.floor(random() * 40));
  const role = `deploy-${hex(6)}`;
  return {
    version: '0',
    id: hex(32),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account,
    time: '2026-11-20T10:11:12Z',
    region: pick(['eu-central-1', 'us-east-1', 'us-west-2']),
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: pick(['AssumedRole', 'IAMUser', 'Root', 'AWSService']),
        principalId: `AROA${hex(17)}:session`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/session`,
        accountId: account,
        accessKeyId: `ASIA${hex(16)}`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: `AROA${hex(17)}`,
            arn: `arn:aws:iam::${account}:role/${role}`,
            accountId: account,
            userName: role,
          },
          attributes: { creationDate: '2026-11-20T09:00:00Z', mfaAuthenticated: pick(['true', 'false']) },
        },
      },
      eventTime: '2026-11-20T10:11:12Z',
      eventSource: `${service}.amazonaws.com`,
      eventName: apiCall(),
      awsRegion: 'eu-central-1',
      sourceIPAddress: `198.51.100.${Math.floor(random() * 256)}`,
      userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOARCH#arm64 api/service#1.58.2',
      requestParameters: {
        name: `thing-${hex(8)}`,
        policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${service}:*","Resource":"*"}]}`,
        tagSet: [
          { key: 'team', value: hex(6) },
          { key: 'env', value: pick(['prod', 'dev']) },
        ],
      },
      responseElements: pick([null, { _return: true, requestId: hex(32) }]),
      requestID: hex(32),
      eventID: hex(32),
      readOnly: random() < 0.3,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: `${service}.amazonaws.com` },
    },
  };
}

/** `exact`: one API call of one service. `mixed`: beside those `exists: false`, arrays of tags, `$or`, and 5 % that only have a prefix. */
type Workload = 'exact' | 'mixed';

function pattern(workload: Workload): unknown {
  const service = pick(services);
  const base = { source: [`aws.${service}`], 'detail-type': ['AWS API Call via CloudTrail'] };
  const call = { eventSource: [`${service}.amazonaws.com`], eventName: random() < 0.3 ? [apiCall(), apiCall()] : [apiCall()] };
  const kind = workload === 'exact' ? 0 : random();
  if (kind < 0.6) return { ...base, detail: call };
  if (kind < 0.75) return { ...base, detail: { ...call, userIdentity: { type: ['Root', 'IAMUser'] }, errorCode: [{ exists: false }] } };
  if (kind < 0.85) return { ...base, detail: { ...call, requestParameters: { tagSet: { key: ['env'], value: ['prod'] } } } };
  if (kind < 0.95)
    return { ...base, detail: { $or: [call, { eventName: [apiCall()], sourceIPAddress: [{ 'anything-but': { prefix: '10.' } }] }] } };
  return { ...base, detail: { eventName: [{ prefix: `${pick(verbs)}${pick(nouns)}` }], userIdentity: { type: ['Root'] } } };
}

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const perSecond = (time: number) => `${Math.round(eventCount / time).toLocaleString('en')}/s`;
const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const events = Array.from({ length: eventCount }, () => Buffer.from(JSON.stringify(cloudTrailEvent())));
const bytes = events.reduce((sum, event) => sum + event.length, 0);
print(`${eventCount} events of ${Math.round(bytes / eventCount)} bytes, median of ${rounds} rounds`);

for (const workload of ['exact', 'mixed'] as const) for (const patternCount of [42, 768, 10_000]) measure(workload, patternCount);
for (const workload of ['exact', 'mixed'] as const) for (const patternCount of [42, 140]) measureGate(workload, patternCount);

function measure(workload: Workload, patternCount: number): void {
  const rules = Array.from({ length: patternCount }, (_, position) => ({ id: `r${position}`, pattern: pattern(workload) }));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let index = buildIndex(rules);
  const buildTime = seconds(() => {
    index = buildIndex(rules);
  });
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed - heapBefore;

  let parsed = 0;
  let matches = 0;
  const parseTimes: number[] = [];
  const matchTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    parseTimes.push(
      seconds(() => {
        for (const event of events) if (JSON.parse(event.toString()) !== null) parsed++;
      }),
    );
    matchTimes.push(
      seconds(() => {
        for (const event of events) matches += index.match(JSON.parse(event.toString())).length;
      }),
    );
  }
  const parse = median(parseTimes);
  const match = median(matchTimes);
  print(
    `${patternCount} ${workload} patterns: ${(parse / match).toFixed(3)} × JSON.parse (${perSecond(match)} beside ${perSecond(parse)}), ` +
      `${(matches / parsed).toFixed(2)} matches an event, built in ${(buildTime * 1000).toFixed(0)} ms` +
      (globalThis.gc === undefined ? '' : `, ${(heap / 2 ** 20).toFixed(1)} MiB`),
  );
}

/** History in one buffer of lines: all of it parsed, and only what the gate hands over, parsed and matched. */
function measureGate(workload: Workload, patternCount: number): void {
  const rules = Array.from({ length: patternCount }, (_, position) => ({ id: `r${position}`, pattern: pattern(workload) }));
  const index = buildIndex(rules);
  const gate = buildGate(rules);
  const history = Buffer.concat(events.flatMap((event) => [event, Buffer.from('\n')]));
  const wanted = events.filter((event) => index.match(JSON.parse(event.toString())).length > 0).length;

  let parsed = 0;
  let candidates = 0;
  let matching = 0;
  const parseTimes: number[] = [];
  const gateTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    parseTimes.push(
      seconds(() => {
        for (const event of events) if (JSON.parse(event.toString()) !== null) parsed++;
      }),
    );
    gateTimes.push(
      seconds(() => {
        gate.candidates(history, (start, end) => {
          candidates++;
          if (index.match(JSON.parse(history.toString('utf8', start, end))).length > 0) matching++;
        });
      }),
    );
  }
  if (matching !== wanted * rounds) throw new Error(`the gate let ${matching / rounds} of ${wanted} matching events through`);
  const parse = median(parseTimes);
  const gated = median(gateTimes);
  const percent = (count: number) => `${((100 * count) / parsed).toFixed(1)} %`;
  print(
    `gate before ${patternCount} ${workload} patterns: ${(parse / gated).toFixed(2)} × JSON.parse (${perSecond(gated)} beside ${perSecond(parse)}), ` +
      `${percent(candidates)} handed over, ${percent(matching)} match`,
  );
}
