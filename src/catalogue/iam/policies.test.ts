import { describe, expect, test } from 'vitest';
import { actions as index } from '#catalogue/actions/index.ts';
import { narrower } from './narrower.ts';
import { type LeastPrivilege, leastPrivilege, type Statement } from './policies.ts';

const all = await Promise.all(Object.values(index).map((load) => load()));
const place = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const granted = (policies: LeastPrivilege['write']): readonly Statement[] => policies.flatMap(({ Statement }) => Statement);

describe('the least privilege of all actions', () => {
  const { read, write, deny } = leastPrivilege(all, place);

  test('reads in one policy set and writes in another: no write is in what only reads', () => {
    const reads = new Set(granted(read).flatMap(({ Action }) => Action));
    for (const { permissions } of all) {
      for (const name of permissions.read) expect(reads).toContain(name);
      for (const name of permissions.write) expect(reads).not.toContain(name);
    }
  });

  test('holds what each action writes, undoes and needs besides, and nothing that no action declares', () => {
    const declared = new Set(all.flatMap(({ permissions: { write: w, undo, dependent } }) => [...w, ...undo, ...dependent]));
    expect(new Set(granted(write).flatMap(({ Action }) => Action))).toEqual(declared);
  });

  test('never allows a wildcard of actions, and a wildcard of resources only where the action says that AWS knows nothing narrower', () => {
    const anywhere = all
      .filter(({ permissions }) => permissions.on.includes('*'))
      .flatMap(({ permissions: { write: w, undo } }) => [...w, ...undo]);
    for (const { Action, Resource, Sid } of granted(write)) {
      expect(Action.join()).not.toContain('*');
      if (Resource.includes('*') && Sid !== 'NeededBesides') expect(anywhere, Sid).toEqual(expect.arrayContaining([...Action]));
    }
  });

  test('reads what is inside of nobody’s objects, and names a resource wherever AWS knows one', () => {
    const wide = (policies: LeastPrivilege['write']): readonly string[] =>
      granted(policies).flatMap(({ Action, Resource }) => (Resource.includes('*') ? Action : []));
    expect(wide(read)).not.toContain('s3:GetObject');
    for (const name of [...Object.keys(narrower), 's3:GetObject', 'cloudwatch:PutMetricAlarm']) expect(wide(write)).not.toContain(name);
    // What these are about has no ARN (Service Authorization Reference).
    expect(
      granted(write).flatMap(({ Action, Resource, Sid }) => (Resource.includes('*') && Sid === 'NeededBesides' ? Action : [])),
    ).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'organizations:DescribeOrganization',
      'organizations:ListAWSServiceAccessForOrganization',
    ]);
  });

  test('hands no role on without naming the service that may take it', () => {
    for (const { Condition } of granted(write).filter(({ Action }) => Action.includes('iam:PassRole'))) {
      const services = Condition?.['StringEquals']?.['iam:PassedToService'] ?? [];
      expect(services.length).toBeGreaterThan(0);
      for (const service of services) expect(service).toMatch(/^[a-z0-9.-]+\.amazonaws\.com$/);
    }
  });

  test('fits into managed policies, each statement with an id of its own', () => {
    for (const policy of [...read, ...write, deny]) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6_144);
    for (const policies of [read, write]) {
      const ids = granted(policies).map(({ Sid }) => Sid);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
    }
  });

  test('denies writing to what Selfheal itself stands on', () => {
    expect(deny.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Resource: expect.arrayContaining([
        'arn:aws:iam::123456789012:role/selfheal*',
        'arn:aws:s3:::selfheal*',
        'arn:aws:ssm:*:123456789012:parameter/selfheal/*',
      ]),
    });
  });
});

test('a chosen set needs no more than its own', () => {
  const chosen = all.filter(({ id }) => id === 's3.block-public-access');
  const [write] = leastPrivilege(chosen, place).write;
  expect(write?.Statement).toEqual([
    { Sid: 'S3BlockPublicAccess', Effect: 'Allow', Action: ['s3:PutBucketPublicAccessBlock'], Resource: ['arn:aws:s3:::*'] },
  ]);
});

test('reads what is inside of objects wherever an action of a user says nothing narrower', () => {
  const own = all.filter(({ id }) => id === 'lambda.recreate-function');
  const wider = own.map((action) => ({ ...action, id: 's3.own', permissions: { ...action.permissions, at: {} } }));
  const reading = (actions: typeof own) =>
    granted(leastPrivilege(actions, place).read).filter(({ Action }) => Action.includes('s3:GetObject'));
  expect(reading(own).map(({ Resource }) => Resource)).toEqual([['arn:aws:s3:::selfheal-packages-*/*']]);
  expect(reading([...own, ...wider]).map(({ Resource }) => Resource)).toEqual([['*']]);
});

test('in China a service that takes a role or uses a key is also known by its name there', () => {
  const conditions = granted(leastPrivilege(all, { partition: 'aws-cn' }).write).map(({ Condition }) => Condition);
  expect(conditions).toContainEqual({
    StringEquals: { 'iam:PassedToService': expect.arrayContaining(['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']) },
  });
  expect(conditions).toContainEqual({
    StringLike: { 'kms:ViaService': expect.arrayContaining(['ssm.*.amazonaws.com', 'ssm.*.amazonaws.com.cn']) },
  });
});

test('without an account and a region the policy is about all of them', () => {
  const chosen = all.filter(({ id }) => id === 'ec2.start-instance');
  expect(granted(leastPrivilege(chosen, { partition: 'aws' }).write)[0]?.Resource).toEqual(['arn:aws:ec2:*:*:instance/*']);
});
