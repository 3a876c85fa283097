import type { JsonObject } from '#domain/json.ts';
import type { Cases } from './eval-case.ts';
import { called, reachable } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;
const all = (Action: string, Principal: JsonObject | '*' = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'a', Effect: 'Allow', Principal, Action, Resource: '*' }] });
const queue = 'https://sqs.eu-west-1.amazonaws.com/111122223333/refunds';
const topic = 'arn:aws:sns:eu-west-1:111122223333:price-changes';
const ipv6 = {
  groupId: 'sg-0d4ab0c3d4e5f6071',
  ipPermissions: {
    items: [
      {
        ipProtocol: 'tcp',
        fromPort: 3306,
        toPort: 3306,
        groups: {},
        ipRanges: {},
        ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
        prefixListIds: {},
      },
    ],
  },
};

/** What was opened, or looks like it: labelled before anything was run. */
export const blindExposures: Cases = {
  'image-given-to-everyone': {
    story: 'Somebody shared our golden AMI with the whole world instead of with the other team.',
    event: called('ec2', 'ModifyImageAttribute', {
      imageId: 'ami-0feed5ace0af0e001',
      attributeType: 'launchPermission',
      launchPermission: { add: { items: [{ group: 'all' }] } },
    }),
    state: { sharedWith: ['all'], marketplace: false },
    right: {
      class: 'violation',
      cause: ['image', 'public|everyone|anyone|all'],
      action: 'ec2.make-image-private',
      alone: true,
      runbooks: ['ec2.make-image-private', 'shared-outside-account', 'ec2.block-public-images'],
    },
  },
  'image-taken-back': {
    story: 'The same, and the person took it back a minute later.',
    event: called('ec2', 'ModifyImageAttribute', {
      imageId: 'ami-0feed5ace0af0e001',
      attributeType: 'launchPermission',
      launchPermission: { add: { items: [{ group: 'all' }] } },
    }),
    state: { sharedWith: [], marketplace: false },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['image'],
      runbooks: ['ec2.make-image-private', 'shared-outside-account', 'ec2.block-public-images'],
    },
  },
  'database-copied-out': {
    story: 'A thief makes a snapshot of the customer database public to copy it into his own account.',
    event: called(
      'rds',
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'customers-nightly', attributeName: 'restore', valuesToAdd: ['all'] },
      { by: 'stolenKey' },
    ),
    state: { sharedWith: ['all'] },
    right: {
      class: 'tampering',
      cause: ['snapshot', 'public|everyone|anyone|all'],
      action: 'rds.make-snapshot-private',
      alone: true,
      runbooks: ['rds.make-snapshot-private', 'shared-outside-account', 'leaked-access-key'],
    },
  },
  'queue-for-our-own-lambda': {
    story: 'The pipeline lets another of our own roles send to the refunds queue. Nothing is wrong.',
    event: called(
      'sqs',
      'SetQueueAttributes',
      { queueUrl: queue, attributes: { Policy: all('sqs:SendMessage', { AWS: 'arn:aws:iam::111122223333:role/web' }) } },
      { by: 'deploy' },
    ),
    state: { url: queue, policy: all('sqs:SendMessage', { AWS: 'arn:aws:iam::111122223333:role/web' }) },
    right: { ...nothing, class: 'none', cause: [], runbooks: ['sqs.remove-public-statement', 'shared-outside-account'] },
  },
  'topic-anyone-may-publish': {
    story: 'Anyone on the internet can publish to the topic with our price changes.',
    event: called('sns', 'SetTopicAttributes', { topicArn: topic, attributeName: 'Policy', attributeValue: all('sns:Publish') }),
    state: { arn: topic, policy: all('sns:Publish') },
    right: {
      class: 'violation',
      cause: ['topic', 'public|everyone|anyone|all'],
      action: 'sns.remove-public-statement',
      alone: true,
      runbooks: ['sns.remove-public-statement', 'shared-outside-account'],
    },
  },
  'secret-readable-by-all': {
    story: 'A resource policy on the password of the payment provider lets every AWS account read it.',
    event: called('secretsmanager', 'PutResourcePolicy', {
      secretId: 'payments/provider',
      resourcePolicy: all('secretsmanager:GetSecretValue'),
      blockPublicPolicy: false,
    }),
    state: { policy: all('secretsmanager:GetSecretValue') },
    right: {
      class: 'violation',
      cause: ['secret', 'public|everyone|anyone|all'],
      action: 'secretsmanager.remove-public-statement',
      alone: true,
      runbooks: ['secretsmanager.remove-public-statement', 'shared-outside-account'],
    },
  },
  'account-wide-block-removed': {
    story: 'The public access block of the entire account was dropped.',
    event: called('s3', 'DeleteAccountPublicAccessBlock', {
      accountId: '111122223333',
      Host: '111122223333.s3-control.eu-west-1.amazonaws.com',
    }),
    state: { websites: [], unseen: 0 },
    right: {
      class: 'violation',
      cause: ['account', 'public access'],
      action: 's3.block-account-public-access',
      alone: true,
      runbooks: ['s3.block-account-public-access', 'public-bucket', 's3.block-public-access'],
    },
  },
  'rdp-for-one-address': {
    story: 'RDP was opened for a single address, that of the consultant. That is how we do it.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-0d4ab0c3d4e5f6071',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 3389,
            toPort: 3389,
            groups: {},
            ipRanges: { items: [{ cidrIp: '203.0.113.5/32', description: 'consultant' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['open-network', 'ec2.revoke-open-ingress'] },
  },
  'mysql-over-ipv6': {
    story: 'MySQL is reachable from every IPv6 address since this morning.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', ipv6),
    state: { rules: [{ id: 'sgr-0aa11bb22cc33dd44', protocol: 'tcp', from: 3306, to: 3306, source: '::/0', tags: {} }] },
    right: {
      class: 'violation',
      cause: ['3306|mysql', 'internet|::/0'],
      action: 'ec2.revoke-open-ingress',
      alone: true,
      runbooks: ['open-network', 'ec2.revoke-open-ingress'],
    },
  },
  'acl-lets-ssh-in': {
    story: 'A network ACL got an entry that allows ssh from anywhere.',
    event: called('ec2', 'CreateNetworkAclEntry', {
      networkAclId: 'acl-0b1c2d3e4f5061728',
      ruleNumber: 90,
      egress: false,
      ruleAction: 'allow',
      icmpTypeCode: {},
      portRange: { from: 22, to: 22 },
      aclProtocol: '6',
      cidrBlock: '0.0.0.0/0',
    }),
    state: {
      isDefault: false,
      entries: [
        { number: 90, action: 'allow', protocol: '6', cidr: '0.0.0.0/0', from: 22, to: 22 },
        { number: 200, action: 'allow', protocol: '6', cidr: '10.0.0.0/8', from: 1024, to: 65_535 },
      ],
      recorded: [{ number: 200, action: 'allow', protocol: '6', cidr: '10.0.0.0/8', from: 1024, to: 65_535 }],
    },
    right: {
      class: 'violation',
      cause: ['acl', '22|ssh', 'internet|0.0.0.0/0|anywhere'],
      action: 'ec2.delete-open-nacl-entry',
      alone: true,
      runbooks: ['ec2.delete-open-nacl-entry', 'open-network'],
    },
  },
  'runbook-document-published': {
    story: 'Our SSM document with internal host names was made public.',
    event: called('ssm', 'ModifyDocumentPermission', { name: 'Acme-RestartCheckout', permissionType: 'Share', accountIdsToAdd: ['all'] }),
    state: { accounts: [], publicVersion: '$DEFAULT' },
    right: {
      class: 'violation',
      cause: ['document', 'public|everyone|anyone|all'],
      action: 'ssm.make-document-private',
      alone: true,
      runbooks: ['ssm.make-document-private', 'shared-outside-account'],
    },
  },
  'queue-in-the-clear': {
    story: 'Server-side encryption of the refunds queue was switched off.',
    event: called('sqs', 'SetQueueAttributes', { queueUrl: queue, attributes: { SqsManagedSseEnabled: 'false' } }),
    state: { url: queue, ownKeys: false },
    right: {
      class: 'violation',
      cause: ['queue', 'encrypt'],
      action: 'sqs.enable-encryption',
      alone: true,
      runbooks: ['sqs.enable-encryption', 'encryption-missing'],
    },
  },
  'metadata-without-token': {
    story: 'An instance hands out its credentials to any request again: IMDSv1 was allowed.',
    event: called('ec2', 'ModifyInstanceMetadataOptions', {
      ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-0c0ffee0c0ffee001', HttpTokens: 'optional', HttpEndpoint: 'enabled' },
    }),
    state: {
      state: 'running',
      endpoint: 'enabled',
      tokens: 'optional',
      applied: true,
      hopLimit: 1,
      ipv6: 'disabled',
      instanceTags: 'disabled',
      withoutToken: 0,
    },
    right: {
      class: 'violation',
      cause: ['metadata|imds', 'token|imdsv1|v1'],
      action: 'ec2.require-imdsv2',
      alone: true,
      runbooks: ['ec2.require-imdsv2', 'compromised-instance'],
    },
  },
  'role-trusts-a-partner': {
    story: 'Access Analyzer sees that a partner account may assume a role; only people know whether it should.',
    event: reachable('AWS::IAM::Role', 'arn:aws:iam::111122223333:role/partner-reports', false),
    state: {
      path: '/',
      trust: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' }],
      }),
    },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['role'],
      forbidden: ['iam.remove-open-trust'],
      runbooks: ['shared-outside-account', 'iam.remove-open-trust', 'compromised-role'],
    },
  },
};
