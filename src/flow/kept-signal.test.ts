import { expect, test } from 'vitest';
import type { Signal } from '#domain/signal.ts';
import { keptSignal, namesResource } from './kept-signal.ts';

const signal: Signal = {
  id: 'e-1',
  source: 'cloudtrail',
  rank: 'attested',
  title: 's3:PutBucketPolicy',
  at: 0,
  resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', partition: 'aws', account: '111122223333', region: 'eu-west-1' },
  actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', userAgent: 'aws-cli/2.31.0', sourceIp: '198.51.100.7' },
};

test('an ordinary signal is kept as it is', () => {
  expect(keptSignal(signal)).toEqual(signal);
});

test('secrets in what others wrote are gone', () => {
  const token = `ghp_${'e1V2'.repeat(9)}`;
  const kept = keptSignal({ ...signal, title: `finding ${token}`, actor: { type: 'IAMUser', userAgent: `curl ${token}`, session: token } });
  expect(JSON.stringify(kept)).not.toContain(token);
});

test('however much others write, it fits into the document of an incident', () => {
  const flood = 'é"\\'.repeat(100_000);
  const actor = { type: flood, arn: flood, role: flood, accessKey: flood, userAgent: flood, session: flood, sourceIp: flood };
  const kept = keptSignal({
    ...signal,
    title: flood,
    requestId: flood,
    failed: flood,
    controls: Array.from({ length: 500 }, () => flood),
    actor,
  });
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(48_000);
  expect(kept.controls).toHaveLength(40);
  expect(kept.resource).toEqual(signal.resource);
});

test('what is longer than any ARN of AWS names no resource', () => {
  expect(namesResource(signal)).toBe(true);
  expect(namesResource({ resource: { ...signal.resource, id: 'b'.repeat(2_049) } })).toBe(false);
});
