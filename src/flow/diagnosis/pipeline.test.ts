import { describe, expect, test } from 'vitest';
import { Policy } from '#config/policy.ts';
import type { Signal } from '#domain/signal.ts';
import { aBucket, openingCommit } from '#testkit/commits.ts';
import { pipelineOf } from './pipeline.ts';

const role = 'arn:aws:iam::123456789012:role/ci/deploy';
const session = 'arn:aws:sts::123456789012:assumed-role/deploy/run-7';
const deploy = { name: 'deploy', role, calls: ['s3:Put*', 's3:DeleteBucketPublicAccessBlock'], resources: ['web-*'] };

function known(signal: Partial<Signal>, pipelines: readonly object[] = [deploy], bucket = 'web-1'): string | undefined {
  const { incident } = openingCommit(1, { resource: aBucket(bucket) });
  const actor = { type: 'AssumedRole', arn: session, role, session: 'run-7' };
  const operation = 's3:DeleteBucketPublicAccessBlock';
  return pipelineOf({ ...incident, signal: { ...incident.signal, actor, operation, ...signal } }, Policy.parse({ pipelines }))?.name;
}

describe('a pipeline', () => {
  test('is known by the role, the call and the resource', () => {
    expect(known({})).toBe('deploy');
    expect(known({ operation: 's3:PutBucketPolicy' })).toBe('deploy');
  });

  test('is not known by the name of its session, or by the ARN of the session', () => {
    const actor = { type: 'AssumedRole', session: 'deploy' };
    expect(known({ actor })).toBeUndefined();
    expect(known({ actor: { ...actor, arn: role } })).toBeUndefined();
    expect(known({ actor: { ...actor, arn: session, role: 'arn:aws:iam::123456789012:role/other/deploy' } })).toBeUndefined();
  });

  test('is not known when nobody attests to the role', () => {
    expect(known({ rank: 'reported' })).toBeUndefined();
  });

  test('is not known by the same role name of another account', () => {
    expect(known({ actor: { type: 'AssumedRole', role: role.replace('123456789012', '999999999999') } })).toBeUndefined();
  });

  test('does not cover other calls, other resources, or what no call caused', () => {
    expect(known({ operation: 's3:DeleteBucket' })).toBeUndefined();
    expect(known({}, [deploy], 'my-web-1')).toBeUndefined();
    const { operation: _, ...withoutCall } = openingCommit(1).incident.signal;
    expect(pipelineOf({ ...openingCommit(1).incident, signal: withoutCall }, Policy.parse({ pipelines: [deploy] }))).toBeUndefined();
  });

  test('may be named with wildcards; the first that fits is told', () => {
    const any = { ...deploy, name: 'any', role: 'arn:aws:iam::*:role/ci/*', calls: ['*'], resources: ['*'] };
    expect(known({ operation: 's3:DeleteBucket' }, [deploy, any], 'x')).toBe('any');
    expect(known({}, [deploy, any])).toBe('deploy');
    expect(known({ actor: { type: 'AssumedRole', role: 'arn:aws:iam::123456789012:role/people/alice' } }, [any])).toBeUndefined();
  });
});
