import { describe, expect, test } from 'vitest';
import { parsePolicy } from '#config/load-policy.ts';
import { policyWarnings } from './policy-warnings.ts';

const known = {
  detections: [
    { id: 's3.bucket-acl-opened', resource: 'AWS::S3::Bucket', action: 's3.make-acl-private' },
    { id: 'ec2.instance-stopped', resource: 'AWS::EC2::Instance', action: 'ec2.start-instance' },
    { id: 'iam.user-created', resource: 'AWS::IAM::User' },
  ],
  actions: [
    { id: 's3.make-acl-private', resource: 'AWS::S3::Bucket' },
    { id: 'ec2.start-instance', resource: 'AWS::EC2::Instance' },
  ],
};
const now = Date.parse('2026-11-20T12:00:00Z');
const warned = (text: string) =>
  policyWarnings(parsePolicy(text, 'selfheal.yaml'), known, now).map(({ where, field, warning, suggestion }) =>
    [where, field, warning, suggestion].join(' · '),
  );
const rule = (match: string): string => `rules:\n  - match: ${match}\n    verdict: ask`;

describe('a sound policy is warned about', () => {
  test.each([
    [
      rule('{ detection: s3.bucket-acl-opend }'),
      /^selfheal\.yaml:2 · rules\.0\.match\.detection · .*never match · did you mean s3\.bucket-acl-opened\?$/,
    ],
    [rule('{ action: ["s3.*", lambda.nothing] }'), /rules\.0\.match\.action · there is no action lambda\.nothing/],
    [rule('{ resource: "AWS::S3::Buckets" }'), /there is no resource type .* · did you mean AWS::S3::Bucket\?/],
    [rule('{ detection: "s3.*", action: ec2.start-instance }'), /rules\.0\.match · no detection has .* together/],
    [rule('{ detection: iam.user-created, action: "*" }'), /rules\.0\.match · no detection has .* together/],
    [rule('{ detection: "s3.*", resource: "AWS::EC2::*" }'), /rules\.0\.match · no detection has .* together/],
    [rule('{ account: "1234" }'), /rules\.0\.match\.account · 1234 can never match · an account id has 12 digits/],
    [rule('{ region: europe }'), /rules\.0\.match\.region · europe can never match/],
    [rule('{ actor: alice }'), /rules\.0\.match\.actor · alice can never match · .*\*user\/alice/],
    ['rules:\n  - { match: {}, verdict: act }', /^selfheal\.yaml:2 · rules\.0 · it changes nothing/],
    ['rules:\n  - { match: {}, mode: autopilot }', /it changes nothing/],
    ['people:\n  - { name: dave, email: dave@example.com }', /^selfheal\.yaml:2 · people\.0 · nobody knows what dave does in AWS/],
    [
      'exceptions:\n  - { match: {}, owner: web, reason: old, until: 2026-11-19 }',
      /^selfheal\.yaml:2 · exceptions\.0\.until · it expired on 2026-11-19/,
    ],
    ['exceptions:\n  - { match: {}, owner: " ", reason: old, until: 2027-01-01 }', /exceptions\.0\.owner · nobody owns this exception/],
    ['exceptions:\n  - { match: {}, owner: TODO, reason: old, until: 2027-01-01 }', /exceptions\.0\.owner · nobody owns/],
    ['exceptions:\n  - { match: {}, owner: web, reason: "-", until: 2027-01-01 }', /exceptions\.0\.reason · nobody says why/],
    ['windows:\n  - { name: w, match: { region: europe }, open: [{ days: [mon] }] }', /windows\.0\.match\.region · europe can never match/],
    [
      'rates:\n  - { per: account, limit: 1000, minutes: 60 }',
      /^selfheal\.yaml:2 · rates\.0 · limits\.perHour\.account is used up before it/,
    ],
    ['rates:\n  - { per: type, limit: 1, minutes: 5, match: { action: x.y } }', /rates\.0\.match\.action · there is no action x\.y/],
    [
      'containFirst:\n  - { match: {}, owner: web, reason: close it, until: 2026-11-19 }',
      /^selfheal\.yaml:2 · containFirst\.0\.until · it ended on 2026-11-19/,
    ],
    ['containFirst:\n  - { match: {}, owner: tbd, reason: close it, until: 2027-01-01 }', /containFirst\.0\.owner · nobody owns/],
    ['freezes:\n  - { name: old, from: 2026-01-01, to: 2026-01-02 }', /freezes\.0\.to · it was over/],
    [
      'pipelines:\n  - { name: ci, role: "arn:*", calls: [PutBucketAcl], resources: ["*"] }',
      /pipelines\.0\.calls\.0 · no call is named PutBucketAcl/,
    ],
  ])('%j', (text, told) => {
    expect(warned(text)).toEqual([expect.stringMatching(told)]);
  });

  test.each([
    '',
    rule('{}'),
    rule('{ detection: "s3.*", action: "*private", resource: "AWS::S3::*" }'),
    rule('{ account: "1234*", region: [global, eu-*, us-east-1], actor: "*user/alice", arn: "arn:aws:s3:::*" }'),
    'rules:\n  - { match: {}, verdict: act, mode: copilot }',
    'exceptions:\n  - { match: {}, owner: web, reason: public on purpose, until: 2026-11-20 }',
    'windows:\n  - { name: w, open: [{ days: [mon] }] }',
    'rates:\n  - { per: account, limit: 2000, minutes: 1440 }\n  - { per: account, limit: 999, minutes: 60 }',
    'freezes:\n  - { name: now, from: 2026-01-01, to: 2026-11-20 }',
  ])('but not for what has an effect: %j', (text) => {
    expect(warned(text)).toEqual([]);
  });
});
