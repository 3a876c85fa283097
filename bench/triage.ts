import { buildIndex } from '#matching/build-index.ts';
import { buildGate } from '#matching/gate.ts';

/**
 * What matching costs beside reading: the same raw bytes parsed alone, and parsed and matched, in turn in one run. Prints for 42, 768
 * and 10,000 patterns the events per second, the speed relative to `JSON.parse` alone, what share of the events match, and the memory that
 * the index takes. The two take turns every few hundred events, so that whatever else the machine does meets both, and each portion counts
 * with the median of its rounds; `undisturbed` takes the fastest of each instead, for a busy machine. Run: `node --expose-gc bench/triage.ts` (without the flag the memory is left out).
 */
const eventCount = 4000;
const rounds = 15;
const portion = 250;

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

/**
 * `exact`: one API call of one service. `mixed`: beside those `exists: false`, arrays of tags, `$or`, and 5 % that only have a prefix.
 * `varied`: every kind of operator, as people write them: half name their calls, the others part of a name, an address, a resource.
 */
type Workload = 'exact' | 'mixed' | 'varied';
const workloads = ['exact', 'mixed', 'varied'] as const;

function pattern(workload: Workload): unknown {
  const service = pick(services);
  const base = { source: [`aws.${service}`], 'detail-type': ['AWS API Call via CloudTrail'] };
  const call = { eventSource: [`${service}.amazonaws.com`], eventName: random() < 0.3 ? [apiCall(), apiCall()] : [apiCall()] };
  if (workload === 'varied') return { ...base, detail: pick(variedForms)(call) };
  const kind = workload === 'exact' ? 0 : random();
  if (kind < 0.6) return { ...base, detail: call };
  if (kind < 0.75) return { ...base, detail: { ...call, userIdentity: { type: ['Root', 'IAMUser'] }, errorCode: [{ exists: false }] } };
  if (kind < 0.85) return { ...base, detail: { ...call, requestParameters: { tagSet: { key: ['env'], value: ['prod'] } } } };
  if (kind < 0.95)
    return { ...base, detail: { $or: [call, { eventName: [apiCall()], sourceIPAddress: [{ 'anything-but': { prefix: '10.' } }] }] } };
  return { ...base, detail: { eventName: [{ prefix: `${pick(verbs)}${pick(nouns)}` }], userIdentity: { type: ['Root'] } } };
}

const verbAndNoun = () => `${pick(verbs)}${pick(nouns)}`;
const variedForms: readonly ((call: object) => object)[] = [
  (call) => call,
  (call) => ({ ...call, errorCode: [{ exists: false }] }),
  (call) => ({ ...call, userIdentity: { type: [{ 'anything-but': 'AWSService' }] } }),
  (call) => ({ ...call, sourceIPAddress: [{ cidr: `198.51.100.${Math.floor(random() * 16) * 16}/28` }] }),
  (call) => ({ ...call, requestParameters: { tagSet: { key: ['env'], value: ['prod'] } } }),
  (call) => ({ $or: [call, { eventName: [apiCall()], readOnly: [false] }] }),
  () => ({ eventName: [{ prefix: verbAndNoun() }], userIdentity: { type: ['Root'] } }),
  () => ({
    eventName: [{ wildcard: `${pick(verbs)}*Policy*` }],
    userIdentity: { sessionContext: { attributes: { mfaAuthenticated: ['false'] } } },
  }),
  () => ({ eventName: [{ suffix: `${pick(nouns)}${pick(['Acl', 'Encryption'])}` }], readOnly: [false] }),
  () => ({ eventName: [{ 'equals-ignore-case': apiCall().toLowerCase() }] }),
  () => ({ requestParameters: { name: [{ prefix: `thing-${hex(2)}` }] } }),
  () => ({ userIdentity: { accountId: [String(100000000000 + Math.floor(random() * 40))] }, eventName: [apiCall(), apiCall(), apiCall()] }),
];

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const perSecond = (time: number) => `${Math.round(eventCount / time).toLocaleString('en')}/s`;
const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const memory = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The seconds that each of two ways takes over all portions, the median of the rounds for each portion; each goes first in turn. */
function inTurn(portions: number, one: (portion: number) => void, other: (portion: number) => void): readonly [number, number, string] {
  const times = Array.from({ length: portions }, () => ({ one: new Array<number>(), other: new Array<number>() }));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, taken] of times.entries()) {
      const otherFirst = (round + index) % 2 === 1 ? seconds(() => other(index)) : undefined;
      const oneTime = seconds(() => one(index));
      const otherTime = otherFirst ?? seconds(() => other(index));
      if (round === 0) continue;
      taken.one.push(oneTime);
      taken.other.push(otherTime);
    }
  }
  const sum = (of: 'one' | 'other') => times.reduce((total, taken) => total + median(taken[of]), 0);
  const least = (of: 'one' | 'other') => times.reduce((total, taken) => total + Math.min(...taken[of]), 0);
  return [sum('one'), sum('other'), `${(least('one') / least('other')).toFixed(3)} undisturbed`];
}

const events = Array.from({ length: eventCount }, () => Buffer.from(JSON.stringify(cloudTrailEvent())));
const portions = Array.from({ length: eventCount / portion }, (_, index) => events.slice(index * portion, (index + 1) * portion));
const bytes = events.reduce((sum, event) => sum + event.length, 0);
print(`${eventCount} events of ${Math.round(bytes / eventCount)} bytes, median of ${rounds} rounds`);

for (const workload of workloads) for (const patternCount of [42, 768, 10_000]) measure(workload, patternCount);
for (const workload of workloads) for (const patternCount of [42, 140]) measureGate(workload, patternCount);

function parseAll(index: number): void {
  for (const event of portions[index] ?? []) if (JSON.parse(event.toString()) === null) throw new Error('no event is null');
}

function measure(workload: Workload, patternCount: number): void {
  const rules = Array.from({ length: patternCount }, (_, position) => ({ id: `r${position}`, pattern: pattern(workload) }));
  globalThis.gc?.();
  globalThis.gc?.();
  const memoryBefore = memory();
  let index = buildIndex(rules);
  const buildTime = seconds(() => {
    index = buildIndex(rules);
  });
  globalThis.gc?.();
  const taken = memory() - memoryBefore;

  let matches = 0;
  let matching = 0;
  const [parse, match, undisturbed] = inTurn(portions.length, parseAll, (position) => {
    for (const event of portions[position] ?? []) {
      const found = index.match(JSON.parse(event.toString())).length;
      matches += found;
      if (found > 0) matching++;
    }
  });
  const runs = eventCount * (rounds + 1);
  print(
    `${patternCount} ${workload} patterns: ${(parse / match).toFixed(3)} × JSON.parse (${undisturbed}; ${perSecond(match)} beside ${perSecond(parse)}), ` +
      `${percent(matching / runs)} of the events match, ${(matches / runs).toFixed(2)} patterns each, built in ${(buildTime * 1000).toFixed(0)} ms` +
      (globalThis.gc === undefined ? '' : `, ${(taken / 2 ** 20).toFixed(1)} MiB`),
  );
}

/** History in buffers of lines: all of it parsed, and only what the gate hands over, parsed and matched. */
function measureGate(workload: Workload, patternCount: number): void {
  const rules = Array.from({ length: patternCount }, (_, position) => ({ id: `r${position}`, pattern: pattern(workload) }));
  const index = buildIndex(rules);
  const gate = buildGate(rules);
  const history = portions.map((part) => Buffer.concat(part.flatMap((event) => [event, Buffer.from('\n')])));
  const wanted = events.filter((event) => index.match(JSON.parse(event.toString())).length > 0).length;

  let candidates = 0;
  let matching = 0;
  const [parse, gated, undisturbed] = inTurn(portions.length, parseAll, (position) => {
    const lines = history[position] ?? Buffer.alloc(0);
    gate.candidates(lines, (start, end) => {
      candidates++;
      if (index.match(JSON.parse(lines.toString('utf8', start, end))).length > 0) matching++;
    });
  });
  const runs = eventCount * (rounds + 1);
  if (matching !== wanted * (rounds + 1)) throw new Error(`the gate let ${matching / (rounds + 1)} of ${wanted} matching events through`);
  print(
    `gate before ${patternCount} ${workload} patterns: ${(parse / gated).toFixed(2)} × JSON.parse (${undisturbed}; ${perSecond(gated)} beside ${perSecond(parse)}), ` +
      `${percent(candidates / runs)} handed over, ${percent(matching / runs)} match`,
  );
}
