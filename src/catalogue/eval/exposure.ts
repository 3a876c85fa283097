import type { Cases } from './eval-case.ts';
import { called, reachable } from './event-of.ts';

const open = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::invoices-eu/*' }],
};
const everyone = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: action, Resource: '*' }] });
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const ingress = (from: number, to: number, cidrIp: string) => ({
  groupId: 'sg-0abc1234def567890',
  ipPermissions: {
    items: [
      { ipProtocol: 'tcp', fromPort: from, toPort: to, groups: {}, ipRanges: { items: [{ cidrIp }] }, ipv6Ranges: {}, prefixListIds: {} },
    ],
  },
});
const rule = (from: number, to: number) => ({ id: 'sgr-0abc1234def567890', protocol: 'tcp', from, to, source: '0.0.0.0/0', tags: {} });
const dev = { environment: 'dev' };
const nothing = { action: 'none', alone: false } as const;

/** Something that can be reached by whom it should not. */
export const exposure: Cases = {
  'bucket-block-removed': {
    story: 'Alice switched the public access block of a bucket off to try something and forgot it.',
    event: called('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'invoices-eu' }),
    state: { website: false },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['public access block'],
      action: 's3.block-public-access',
      alone: true,
      runbooks: ['public-bucket', 's3.block-public-access'],
    },
  },
  'bucket-block-removed-in-production': {
    story: 'The same in production: somebody may rely on it, so a person says yes first.',
    event: called('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'invoices-eu' }),
    state: { website: false },
    tags: { environment: 'production' },
    right: {
      class: 'violation',
      cause: ['public access block'],
      action: 's3.block-public-access',
      alone: false,
      runbooks: ['public-bucket', 's3.block-public-access'],
    },
  },
  'bucket-block-put-back': {
    story: 'The block was removed and put back a minute later, before anybody looked.',
    event: called('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'invoices-eu' }),
    state: { website: false, block: closed },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['public access block', 'not there|healthy|restored'],
      runbooks: ['public-bucket', 's3.block-public-access'],
    },
  },
  'bucket-block-removal-refused': {
    story: 'Somebody tried to remove the block and was not allowed to: nothing changed.',
    event: called('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'invoices-eu' }, { error: 'AccessDenied' }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['public-bucket', 's3.block-public-access'] },
  },
  'bucket-policy-opened': {
    story: 'A bucket policy lets everyone read all objects; the bucket serves no website.',
    event: called('s3', 'PutBucketPolicy', { bucketName: 'invoices-eu', policy: '', bucketPolicy: open }),
    state: { policy: JSON.stringify(open), restricted: false, website: false },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['policy', 'everyone|public'],
      action: 's3.remove-public-statement',
      alone: true,
      runbooks: ['public-bucket', 's3.remove-public-statement'],
    },
  },
  'bucket-website-opened': {
    story: 'The policy of a bucket that serves a website was opened: being public is its purpose.',
    event: called('s3', 'PutBucketPolicy', { bucketName: 'www-example', policy: '', bucketPolicy: open }),
    state: { policy: JSON.stringify(open), restricted: false, website: true },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['policy', 'everyone|public'],
      forbidden: ['s3.remove-public-statement', 's3.block-public-access'],
      runbooks: ['public-bucket', 's3.remove-public-statement'],
    },
  },
  'ssh-opened': {
    story: 'Alice opened port 22 to the whole internet for a test machine.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', ingress(22, 22, '0.0.0.0/0')),
    state: { rules: [rule(22, 22)] },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['22|ssh', 'internet|0.0.0.0/0'],
      action: 'ec2.revoke-open-ingress',
      alone: true,
      runbooks: ['open-network', 'ec2.revoke-open-ingress'],
    },
  },
  'ssh-opened-for-the-office': {
    story: 'Port 22 was opened for the range of the office, as it should be.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', ingress(22, 22, '198.51.100.0/24')),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['open-network', 'ec2.revoke-open-ingress'] },
  },
  'all-ports-opened': {
    story: 'One rule opens a thousand ports: to close one of them the rule would have to go, and with it what people use.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', ingress(0, 1_024, '0.0.0.0/0')),
    state: { rules: [rule(0, 1_024)] },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['22|ssh|1024', 'internet|0.0.0.0/0'],
      forbidden: ['ec2.revoke-open-ingress'],
      runbooks: ['open-network', 'ec2.revoke-open-ingress'],
    },
  },
  'redis-closed-again': {
    story: 'Redis was reachable for a moment; the rule is gone already.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', ingress(6_379, 6_379, '0.0.0.0/0')),
    state: { rules: [] },
    right: { ...nothing, class: 'violation', cause: ['redis|6379'], runbooks: ['open-network', 'ec2.revoke-open-ingress'] },
  },
  'snapshot-public': {
    story: 'A snapshot of a volume was shared with all accounts.',
    event: called('ec2', 'ModifySnapshotAttribute', {
      snapshotId: 'snap-0abc1234def567890',
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add: { items: [{ group: 'all' }] } },
    }),
    state: { groups: ['all'], accounts: [] },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['snapshot', 'everyone|every aws account|all accounts|public'],
      action: 'ec2.make-snapshot-private',
      alone: true,
      runbooks: ['shared-outside-account', 'ec2.make-snapshot-private'],
    },
  },
  'database-made-public': {
    story: 'A database instance got a public address.',
    event: called('rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'orders', publiclyAccessible: true, applyImmediately: true }),
    state: { status: 'available', settings: { PubliclyAccessible: true } },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['database', 'publicly accessible|public'],
      action: 'rds.make-instance-private',
      alone: true,
      runbooks: ['rds.make-instance-private', 'open-network'],
    },
  },
  'function-opened': {
    story: 'Everyone may invoke a function of the shop.',
    event: called('lambda', 'AddPermission20150331v2', {
      functionName: 'order-intake',
      statementId: 'all',
      action: 'lambda:InvokeFunction',
      principal: '*',
    }),
    state: { policies: [{ document: everyone('lambda:InvokeFunction'), revision: 'r0' }] },
    tags: dev,
    right: {
      class: 'violation',
      cause: ['everyone', 'invoke'],
      action: 'lambda.remove-public-statement',
      alone: true,
      runbooks: ['lambda.remove-public-statement', 'shared-outside-account'],
    },
  },
  'key-policy-opened': {
    story: 'A key policy lets everyone decrypt; removing a statement may lock people out, so a person decides.',
    event: called('kms', 'PutKeyPolicy', {
      keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
      policyName: 'default',
      policy: everyone('kms:Decrypt'),
    }),
    state: {
      account: '111122223333',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Sid: 'root', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
          { Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
        ],
      }),
    },
    right: {
      class: 'violation',
      cause: ['key policy', 'everyone'],
      action: 'kms.remove-public-statement',
      alone: false,
      runbooks: ['kms.remove-public-statement', 'shared-outside-account'],
    },
  },
  'queue-shared': {
    story: 'Access Analyzer sees that another account may use a queue; whether it should, only people know.',
    event: reachable('AWS::SQS::Queue', 'arn:aws:sqs:eu-west-1:111122223333:jobs', false),
    right: {
      ...nothing,
      class: 'violation',
      cause: ['queue', 'outsiders|another account'],
      runbooks: ['shared-outside-account', 'sqs.remove-public-statement'],
    },
  },
};
