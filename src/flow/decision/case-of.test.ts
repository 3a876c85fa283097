import { expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { emptyPolicy } from '#config/load-policy.ts';
import { Match } from '#config/match.ts';
import { arnOf } from '#domain/arn-of.ts';
import { globMatches } from '#flow/glob.ts';
import { subjectOf } from './case-of.ts';
import { matches } from './matches.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const signal = {
  id: 'e1',
  source: 'cloudtrail',
  rank: 'attested',
  title: 'x',
  at: 0,
  resource: { type: 'AWS::S3::Bucket', id: 'x', ...site },
} as const;
const seen = { signal, detection: 's3.x', severity: 'high', class: 'violation' } as const;
const subject = (type: string, id: string, arn?: string) =>
  subjectOf({ ...seen, resource: { ...site, type, id, ...(arn === undefined ? {} : { arn }) } }, undefined, emptyPolicy.policy, 0);

test.each([
  ['AWS::S3::Bucket', 'pay-logs', 'arn:aws:s3:::pay-*'],
  ['AWS::EC2::Instance', 'i-1', 'arn:aws:ec2:eu-*:123456789012:instance/*'],
  ['AWS::SSM::Parameter', '/shop/mode', 'arn:aws:ssm:*:*:parameter/shop/*'],
  ['AWS::SSM::Parameter', 'mode', 'arn:aws:ssm:*:*:parameter/mode'],
  ['AWS::SecretsManager::Secret', 'shop/db', 'arn:aws:secretsmanager:*:*:secret:shop/db-??????'],
  ['AWS::AutoScaling::AutoScalingGroup', 'web', 'arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/web'],
  ['AWS::SNS::Topic', 'arn:aws:sns:eu-west-1:123456789012:alerts', 'arn:aws:sns:*:*:alerts'],
])('a pattern of ARNs fits %s %s, though its event named no ARN', (type, id, arn) => {
  expect(matches(Match.parse({ arn }), subject(type, id))).toBe(true);
  expect(matches(Match.parse({ arn: 'arn:aws-cn:*' }), subject(type, id))).toBe(false);
});

test('the ARN that a resource was named by counts', () => {
  const arn = 'arn:aws:iam::123456789012:role/team/admin';
  expect(subject('AWS::IAM::Role', 'admin', arn).arn).toBe(arn);
});

test('a role is the actor whatever its session is called', () => {
  const role = 'arn:aws:iam::123456789012:role/deploy';
  const actor = { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/deploy/run-7', role, session: 'run-7' };
  const resource = { ...site, type: 'AWS::S3::Bucket', id: 'x' };
  const of = subjectOf({ ...seen, signal: { ...signal, actor }, resource }, undefined, emptyPolicy.policy, 0);
  for (const pattern of [role, '*:role/dep*', '*/run-7'])
    expect([pattern, matches(Match.parse({ actor: pattern }), of)]).toEqual([pattern, true]);
  expect(matches(Match.parse({ actor: '*:role/admin' }), of)).toBe(false);
});

test('ARNs have the form in which actions ask for permissions', async () => {
  const actions = await (await openCatalogue()).actions();
  let compared = 0;
  for (const { id, resource: type, permissions } of actions) {
    const [template = '*'] = permissions.on;
    const params = [...template.matchAll(/\{(?!partition|account|region)\w+\}/g)];
    const arn = arnOf({ ...site, type, id: 'name' });
    // Some ask for another resource than the one that they heal.
    if (params.length !== 1 || arn === undefined || arn.split(':')[2] !== template.split(':')[2]) continue;
    const places: Readonly<Record<string, string>> = site;
    const pattern = template.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? 'name');
    expect([id, globMatches(pattern, arn) ? pattern : arn]).toEqual([id, pattern]);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(50);
});
