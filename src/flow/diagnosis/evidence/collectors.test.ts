import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { surroundingsOf } from '#catalogue/evidence/surroundings.ts';
import type { Evidence } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Tools } from '#flow/tools.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { alice, flowWorld, start } from '#testkit/flow-world.ts';
import { awsError } from '#testkit/scripted-cloud.ts';
import { collectEvidence } from './collect.ts';
import { collectors } from './collectors.ts';

const wrong = { seen: 'wrong', state: { website: false }, wrong: 'no block' } as const;

/** An open incident on a bucket, in an AWS that the test fills. */
async function opened() {
  const { cloud, ref, buckets } = bucketWorld(3);
  for (const bucket of buckets.values()) bucket.block = undefined;
  const world = flowWorld({ cloud, actions: [blockPublicAccess], evidenceMs: 2_000 });
  const tools: Tools = { ...world.tools, catalogue: { ...world.tools.catalogue, surroundings: surroundingsOf } };
  const open = async (bucket: string, ...options: Parameters<typeof world.open> extends [unknown, ...infer Rest] ? Rest : never) => {
    const admission = await world.open(ref(bucket), ...options);
    if (admission.admitted !== 'opened') throw new Error(admission.admitted);
    return admission.incident;
  };
  return { ...world, tools, cloud, open, incident: await open('bucket-0001') };
}

/** Another kind of resource that failed, seen by nobody's action. */
const failed = (incident: IncidentDocument, type: string, id: string): IncidentDocument => ({
  ...incident,
  class: 'failure',
  resource: { ...incident.resource, type, id },
});

/** What one source gave: sentences, with their data. */
async function from(source: string, incident: IncidentDocument, tools: Tools, sight: Parameters<typeof collectEvidence>[1] = wrong) {
  const { evidence, gaps } = await collectEvidence(incident, sight, tools);
  const items = await Promise.all(
    evidence
      .filter((item: Evidence) => item.source === source)
      .map(async ({ what, kind, at, blob }) => ({ what, kind, at, data: blob === undefined ? null : await tools.blobs.get(blob) })),
  );
  return { items, gaps: gaps.filter((gap) => gap.source === source) };
}

const record = (eventName: string, more: JsonObject = {}) => ({
  EventId: `id-${eventName}`,
  CloudTrailEvent: JSON.stringify({
    eventTime: '2026-11-20T02:50:00Z',
    eventSource: 's3.amazonaws.com',
    eventName,
    sourceIPAddress: '198.51.100.7',
    userIdentity: { type: 'IAMUser', arn: alice.arn },
    readOnly: /^(Get|List)/.test(eventName),
    requestID: `request of ${eventName}`,
    ...more,
  } satisfies JsonObject),
});

test('each collector has its file, and each file that defines one is in the list', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => !name.includes('.test.'));
  const camel = (name: string): string => name.replace('.ts', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const others =
    'because bounded changesText collect collectors defineCollector given pastIncident plural recentIncidents scene trailCalls'.split(' ');
  expect(files.map(camel).filter((name) => !others.includes(name))).toHaveLength(collectors.length);
});

describe('CloudTrail', () => {
  test('tells what else the actor did around that time, without the call that the incident is about', async () => {
    const { incident, tools, cloud } = await opened();
    const asked: unknown[] = [];
    cloud.on('cloudtrail', 'lookupEvents', ({ LookupAttributes: attributes, StartTime: from, EndTime: to }) => {
      asked.push([attributes?.[0]?.AttributeKey, attributes?.[0]?.AttributeValue, from?.toISOString(), to?.toISOString()]);
      const own = { EventId: incident.signal.id, CloudTrailEvent: JSON.stringify({ eventName: 'DeleteBucketPublicAccessBlock' }) };
      return {
        Events: [
          own,
          record('GetBucketAcl'),
          record('GetBucketAcl'),
          record('PutBucketPolicy', { errorCode: 'AccessDenied' }),
          { CloudTrailEvent: 'not JSON' },
        ],
      };
    });
    const { items } = await from('cloudtrail LookupEvents', incident, tools);
    expect(items).toMatchObject([
      {
        kind: 'changes',
        what: `1 other change to it since the day before: 2026-11-20 02:50:00Z s3:PutBucketPolicy by ${alice.arn} (failed: AccessDenied)`,
      },
      {
        kind: 'actor-calls',
        what: `${alice.arn} made 3 other calls around that time: 2 × s3:GetBucketAcl, s3:PutBucketPolicy; 1 failed: AccessDenied`,
        at: Date.parse('2026-11-20T02:50:00Z'),
      },
    ]);
    expect(asked).toEqual([
      ['ResourceName', 'bucket-0001', '2026-11-19T03:00:00.000Z', '2026-11-20T03:05:00.000Z'],
      ['Username', 'alice', '2026-11-20T02:00:00.000Z', '2026-11-20T03:05:00.000Z'],
    ]);
  });

  test('knows our own writes by the role that AWS attests, not by a session name that anybody may choose', async () => {
    const { incident, tools, cloud } = await opened();
    const session = 'inc-01kb0000000000000000000000';
    const by = (arn: string) => record('PutPublicAccessBlock', { userIdentity: { arn } });
    cloud.on('cloudtrail', 'lookupEvents', () => ({
      Events: [
        by(`arn:aws:sts::123456789012:assumed-role/selfheal-write/${session}`),
        by(`arn:aws:sts::123456789012:assumed-role/intruder/${session}`),
      ],
    }));
    const [changes] = (await from('cloudtrail LookupEvents', incident, tools)).items;
    expect(changes?.what).toContain(`by Selfheal (${session})`);
    expect(changes?.what).toContain(`by arn:aws:sts::123456789012:assumed-role/intruder/${session}`);
  });

  test.each<[string, Partial<typeof alice> & { readonly accessKey?: string; readonly session?: string }, string]>([
    ['a session by its key', { type: 'AssumedRole', accessKey: 'ASIAEXAMPLEEXAMPLE00', session: 'anna' }, 'ASIAEXAMPLEEXAMPLE00'],
    ['a session whose key is not known by its name', { type: 'AssumedRole', session: 'anna' }, 'anna'],
    ['the root user', { type: 'Root' }, 'root'],
  ])('looks up %s', async (_, actor, value) => {
    const { incident, tools, cloud } = await opened();
    const asked: unknown[] = [];
    cloud.on('cloudtrail', 'lookupEvents', ({ LookupAttributes: attributes }) => {
      asked.push(attributes?.[0]?.AttributeValue);
      return { Events: [] };
    });
    await collectEvidence({ ...incident, signal: { ...incident.signal, actor: { ...alice, ...actor } } }, wrong, tools);
    expect(asked).toContain(value);
  });
});

test('AWS Config: what its last two states differ in, and never a secret that one of them holds', async () => {
  const { incident, tools, cloud } = await opened();
  const item = (policy: string, password: string, time: string) => ({
    configurationItemCaptureTime: new Date(time),
    configurationItemStatus: 'OK' as const,
    configuration: JSON.stringify({ policy, masterUserPassword: password }),
    relationships: [{ resourceType: 'AWS::KMS::Key' as const, resourceId: 'key-1', relationshipName: 'Is encrypted with ' }],
  });
  cloud.on('config', 'getResourceConfigHistory', () => ({
    configurationItems: [item('public', 'hunter2-new', '2026-11-20T02:59:00Z'), item('private', 'hunter2-old', '2026-11-01T00:00:00Z')],
  }));
  const { items } = await from('config GetResourceConfigHistory', incident, tools);
  expect(items[0]?.what).toBe(
    'AWS Config last recorded it at 2026-11-20 02:59:00Z (OK); that changed configuration.policy: "private" → "public"',
  );
  expect(items[0]?.data).toMatchObject({
    related: [{ id: 'key-1', as: 'Is encrypted with' }],
    configuration: { configuration: { policy: 'public' } },
  });
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test('alarms: those on the resource by name, and how many ring besides', async () => {
  const { incident, tools, cloud } = await opened();
  const ring = (AlarmName: string, Value: string) => ({
    AlarmName,
    Dimensions: [{ Name: 'BucketName', Value }],
    StateUpdatedTimestamp: new Date(start),
    StateReason: 'too many',
  });
  cloud.on('cloudwatch', 'describeAlarms', () => ({
    MetricAlarms: [ring('mine', 'bucket-0001'), ring('other', 'x'), ring('another', 'y')],
  }));
  expect((await from('cloudwatch DescribeAlarms', incident, tools)).items).toMatchObject([
    {
      what: '1 alarm on it rings: mine; 2 others ring in this account and region',
      at: start,
      data: [{ name: 'mine', reason: 'too many' }],
    },
  ]);
});

describe('a function that fails', () => {
  test('its metrics as a small time series, its log lines that speak of errors, with secrets masked, its role', async () => {
    const { incident, tools, cloud } = await opened();
    const minute = (index: number) => new Date(start - index * 60_000);
    cloud
      .on('lambda', 'getFunctionConfiguration', () => ({
        Role: 'arn:aws:iam::123456789012:role/mailer',
        LastModified: '2026-11-20T02:40:00.000+0000',
        Runtime: 'nodejs22.x' as const,
      }))
      .on('cloudwatch', 'getMetricData', () => ({ MetricDataResults: [{ Id: 'm0', Timestamps: [minute(2), minute(1)], Values: [0, 12] }] }))
      .on('logs', 'filterLogEvents', () => ({
        events: [
          { timestamp: start - 2_000, message: 'START', logStreamName: 's' },
          { timestamp: start - 1_000, message: '[ERROR] no connection, password=hunter2-hunter2\n', logStreamName: 's' },
        ],
      }));
    const lambda = failed(incident, 'AWS::Lambda::Function', 'mailer');
    expect((await from('cloudwatch GetMetricData', lambda, tools, undefined)).items).toMatchObject([
      {
        what: 'In the half hour before: Errors 0 → 12 (Sum, between 0 and 12); no data of Invocations, Throttles, Duration',
        data: [
          {
            name: 'Errors',
            points: [
              [start - 120_000, 0],
              [start - 60_000, 12],
            ],
          },
        ],
      },
    ]);
    const { items } = await from('logs FilterLogEvents', lambda, tools, undefined);
    expect(items[0]?.what).toBe(
      '1 line of /aws/lambda/mailer speaks of errors; one of the last: [ERROR] no connection, password=[redacted]',
    );
    expect(JSON.stringify(items)).not.toContain('hunter2');
    expect((await from('lambda GetFunctionConfiguration', lambda, tools, undefined)).items.map(({ what }) => what)).toEqual([
      'Put to work last: 2026-11-20 02:40:00Z its code or configuration was last changed (nodejs22.x)',
      expect.stringContaining('Around it: mailer (its role)'),
    ]);
  });

  test('a log group that is not there is nothing to tell; a look that is refused is one gap', async () => {
    const { incident, tools, cloud } = await opened();
    const refuse = (error: Error) => () => {
      throw error;
    };
    cloud
      .on('lambda', 'getFunctionConfiguration', refuse(awsError('AccessDeniedException', { code: 'access-denied' })))
      .on('logs', 'filterLogEvents', refuse(awsError('ResourceNotFoundException', { code: 'no-such-resource' })));
    const lambda = failed(incident, 'AWS::Lambda::Function', 'mailer');
    expect(await from('logs FilterLogEvents', lambda, tools, undefined)).toEqual({ items: [], gaps: [] });
    expect((await from('lambda GetFunctionConfiguration', lambda, tools, undefined)).gaps).toMatchObject([{ kind: 'dependencies' }]);
  });
});

test('AWS Health: what is known of the service in the region', async () => {
  const { incident, tools, cloud } = await opened();
  const sites: string[] = [];
  cloud.on('health', 'describeEvents', ({ filter }, { region }) => {
    sites.push(`${region} ${filter?.services?.join()} ${filter?.regions?.join()}`);
    return { events: [{ eventTypeCode: 'AWS_S3_OPERATIONAL_ISSUE', statusCode: 'open' as const, startTime: new Date(start) }] };
  });
  expect((await from('health DescribeEvents', incident, tools)).items[0]?.what).toBe(
    'AWS Health tells of 1 event of S3 in us-east-1: AWS_S3_OPERATIONAL_ISSUE (open, since 2026-11-20 03:00:00Z)',
  );
  expect(sites).toEqual(['global S3 us-east-1,global']);
});

describe('our own record', () => {
  test('similar incidents and how they ended, what the same actor caused, and what changed since the last heal', async () => {
    const { incident, tools, drive, open, clock } = await opened();
    expect((await drive(incident.id)).stage).toBe('healed');
    await tools.cloud
      .writer(incident.resource, 'x')
      .send({ service: 's3', operation: 'deletePublicAccessBlock', input: { Bucket: 'bucket-0001' } });
    await drive((await open('bucket-0002')).id);
    clock.pass(60_000);
    const again = await open('bucket-0001');
    const { items } = await from('selfheal ledger', again, tools);
    expect(items.map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
      expect.stringMatching(
        /^configuration: inc-\w+ left it healed at .*; since then: block\.BlockPublicAcls: true was removed; .* and \d more$/,
      ),
      `actor-calls: ${alice.arn} caused 2 other incidents within a day: 2 × healed; the newest is "A public access block was removed" on bucket-0002`,
      expect.stringMatching(
        /^similar: This very condition was here once before \(healed\); the last, inc-\w+ of .*, ended healed: read twice/,
      ),
      expect.stringMatching(/^similar: The same was found on 1 other resource lately \(healed\)/),
    ]);
    expect(items.map(({ data }) => data)).toContainEqual([
      expect.objectContaining({ incident: incident.id, ended: 'healed', action: 's3.block-public-access' }),
    ]);
  });

  test('a first time is told as one', async () => {
    const { incident, tools } = await opened();
    expect((await from('selfheal ledger', incident, tools)).items).toMatchObject([
      { kind: 'similar', what: 'Nothing like it is among the incidents that are known here' },
    ]);
  });

  test('the last good state of the recorder against what is', async () => {
    const { incident, tools } = await opened();
    const recorded: Json = { website: false, block: { BlockPublicAcls: true } };
    const reader = tools.cloud.reader;
    const cloud = { ...tools.cloud, reader: (site: Parameters<typeof reader>[0]) => ({ ...reader(site), recorded: async () => recorded }) };
    expect((await from('selfheal recorder', incident, { ...tools, cloud })).items).toMatchObject([
      {
        what: 'Against its last recorded good state: block.BlockPublicAcls: true was removed',
        data: { changes: [{ path: 'block.BlockPublicAcls', before: true }] },
      },
    ]);
  });
});

test('an incident on a neighbour within a day is told, and who changed the neighbour', async () => {
  const { incident, tools, cloud } = await opened();
  cloud
    .on('ec2', 'describeInstances', () => ({ Reservations: [{ Instances: [{ SecurityGroups: [{ GroupId: 'sg-1' }] }] }] }))
    .on('cloudtrail', 'lookupEvents', ({ LookupAttributes: attributes }) => ({
      Events: attributes?.[0]?.AttributeValue === 'sg-1' ? [record('RevokeSecurityGroupIngress')] : [],
    }));
  const other = failed({ ...incident, id: 'inc-01kb0000000000000000000009' }, 'AWS::EC2::SecurityGroup', 'sg-1');
  await tools.store.commit({ incident: { ...other, version: 0, entries: 0, head: '' }, from: 'new', entries: [] }, start);
  const instance = failed(incident, 'AWS::EC2::Instance', 'i-1');
  const told = [
    ...(await from('cloudtrail LookupEvents', instance, tools, undefined)).items,
    ...(await from('selfheal ledger', instance, tools, undefined)).items,
  ].map(({ what }) => what);
  expect(told).toContainEqual(
    expect.stringContaining('sg-1 (guards it) was changed around that time: 2026-11-20 02:50:00Z s3:RevokeSecurityGroupIngress'),
  );
  expect(told).toContainEqual('Its neighbours had 1 incident within a day (diagnosis): "A public access block was removed" on sg-1');
});
