import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Ruling } from '#ports/knowledge.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, start } from '#testkit/flow-world.ts';
import type { Subject } from './matches.ts';
import { rulingsOf, runbookReasons } from './runbook-reasons.ts';

const subject: Subject = {
  account: '123456789012',
  region: 'eu-west-1',
  resource: 'AWS::EC2::Instance',
  id: 'i-1',
  arn: undefined,
  tags: { team: 'billing' },
  environment: 'dev',
  detection: 'ec2.status-check-failed',
  action: 'ec2.reboot-instance',
  actor: undefined,
  class: 'violation',
  severity: 'high',
  at: start,
};
const ruling = (more: Partial<Ruling>): Ruling => ({
  id: 'billing',
  appliesTo: [{ resource: 'AWS::EC2::Instance' }],
  required: [],
  forbidden: [],
  where: { required: 'billing.md:6', forbidden: 'billing.md:7' },
  ...more,
});
const said = (more: Partial<Ruling>, about: Partial<Subject> = {}) => runbookReasons({ ...subject, ...about }, [ruling(more)]);

test('an action that a runbook forbids is asked, with the line that forbids it', () => {
  expect(said({ forbidden: ['ec2.reboot-instance'] })).toEqual([
    {
      rule: 'runbook billing',
      verdict: 'ask',
      because: 'the runbook billing forbids ec2.reboot-instance here',
      where: 'billing.md:7',
    },
  ]);
});

test('any action is asked where a runbook requires others', () => {
  expect(said({ required: ['ec2.start-instance', 'ec2.quarantine-instance'] })).toMatchObject([
    { verdict: 'ask', because: 'the runbook billing requires ec2.start-instance or ec2.quarantine-instance here', where: 'billing.md:6' },
  ]);
  expect(said({ required: ['ec2.reboot-instance'] })).toEqual([]);
});

describe('a runbook says nothing', () => {
  const forbidden = ['ec2.reboot-instance'];
  test.each<readonly [string, Partial<Ruling>, Partial<Subject>]>([
    ['when it rules nothing', {}, {}],
    ['about another action', { forbidden }, { action: 'ec2.start-instance' }],
    ['when nothing would be done', { forbidden }, { action: undefined }],
    ['about another type', { forbidden, appliesTo: [{ resource: 'AWS::RDS::*' }] }, {}],
    ['about another resource', { forbidden, appliesTo: [{ resource: '*', id: 'i-2*' }] }, {}],
    ['without the tag', { forbidden, appliesTo: [{ resource: '*', tag: { team: 'web' } }] }, {}],
    ['in another environment', { forbidden, appliesTo: [{ resource: '*', environment: 'prod*' }] }, {}],
    ['after another detection', { forbidden, appliesTo: [{ resource: '*', detection: 'control.*' }] }, {}],
  ])('%s', (_, more, about) => {
    expect(said(more, about)).toEqual([]);
  });
});

test('one of several scopes is enough', () => {
  const appliesTo = [{ resource: 'AWS::RDS::*' }, { resource: 'AWS::EC2::*', tag: { team: 'bill*' } }];
  expect(said({ forbidden: ['ec2.reboot-instance'], appliesTo })).toHaveLength(1);
});

test('runbooks that cannot be read object to everything, because nobody knows what they forbid', async () => {
  const gone = new HealError('bad-runbook', 'the runbooks in /own cannot be read');
  const rulings = await rulingsOf({ runbooks: () => Promise.reject(gone) });
  expect(runbookReasons(subject, rulings)).toEqual([
    { rule: 'runbooks', verdict: 'ask', because: 'what the runbooks forbid cannot be read: the runbooks in /own cannot be read' },
  ]);
  expect(await rulingsOf(undefined)).toEqual([]);
});

test('in the loop a heal that a runbook forbids waits for a yes, and says which runbook', async () => {
  const world = bucketWorld(1);
  const [[bucket, found] = []] = world.buckets;
  if (bucket === undefined || found === undefined) throw new Error('the world has no bucket');
  found.block = undefined;
  const forbids = ruling({ appliesTo: [{ resource: 'AWS::S3::Bucket', id: bucket }], forbidden: [blockPublicAccess.id] });
  const knowledge = {
    search: async () => [],
    runbooks: async () => [{ ...forbids, title: '', file: '', actions: [], commands: [], sections: [] }],
  };
  const flow = flowWorld({ cloud: world.cloud, actions: [blockPublicAccess], knowledge });
  const admission = await flow.open(world.ref(bucket));
  if (admission.admitted !== 'opened') throw new Error(`not opened: ${admission.admitted}`);
  const incident = await flow.drive(admission.incident.id);
  expect(incident).toMatchObject({ stage: 'approval', why: 'the runbook billing forbids s3.block-public-access here' });
  expect(world.cloud.sent).toEqual([]);
});
