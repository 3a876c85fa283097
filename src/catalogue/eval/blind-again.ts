import type { Cases } from './eval-case.ts';
import { alarmed, called, instanceIs, lastNights, reachable, threat, told } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;
const open = (Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'x', Effect: 'Allow', Principal: '*', Action, Resource: '*' }] });

/** The second round: written after the repairs that the first one led to, and labelled before anything was run. docs/eval.md tells what was corrected since. */
export const blindAgain: Cases = {
  'bucket-emptied-and-deleted-by-stranger': {
    story: 'A key that only ever made nightly backups deletes the bucket with the contracts, from an address nobody knows.',
    event: called(
      's3',
      'DeleteBucket',
      { bucketName: 'contracts-eu', Host: 'contracts-eu.s3.eu-west-1.amazonaws.com' },
      { by: 'stolenKey' },
    ),
    before: lastNights(30, called('dynamodb', 'CreateBackup', { tableName: 'orders', backupName: 'nightly' }, { by: 'backupKey' })),
    state: {
      region: 'eu-west-1',
      recorded: {
        settings: { block: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } },
        tags: {},
      },
    },
    right: {
      class: 'failure',
      cause: ['bucket', 'deleted|gone'],
      action: 's3.recreate-bucket',
      alone: false,
      runbooks: ['data-destroyed', 's3.recreate-bucket', 'deleted-by-mistake'],
    },
  },
  'parameter-deleted-by-developer': {
    story: 'A developer deleted the parameter with the feature switches by mistake.',
    event: called('ssm', 'DeleteParameter', { name: '/checkout/features' }),
    right: {
      ...nothing,
      class: 'failure',
      cause: ['parameter', 'deleted|gone'],
      runbooks: ['ssm.recreate-parameter', 'deleted-by-mistake'],
    },
  },
  'inspector-reads': {
    story: 'The auditors list all roles and users, as they do each quarter.',
    event: called('iam', 'ListUsers', { maxItems: 100 }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['privilege-escalation', 'sign-in-weak', 'audit-silenced'] },
  },
  'bucket-encrypted-again': {
    story: 'Default encryption of a bucket was set to a key of ours.',
    event: called('s3', 'PutBucketEncryption', {
      bucketName: 'ledger-archive',
      encryption: '',
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } } },
    }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['s3.enable-default-encryption', 'encryption-missing'] },
  },
  'ingress-revoked': {
    story: 'Alice closed a port that had been open too long.',
    event: called('ec2', 'RevokeSecurityGroupIngress', {
      groupId: 'sg-0d4ab0c3d4e5f6071',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            groups: {},
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['open-network', 'ec2.revoke-open-ingress'] },
  },
  'postgres-for-everyone': {
    story: 'PostgreSQL answers to the whole internet.',
    event: called('ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-0d4ab0c3d4e5f6071',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 5432,
            toPort: 5432,
            groups: {},
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    }),
    state: { rules: [{ id: 'sgr-0aa11bb22cc33dd44', protocol: 'tcp', from: 5432, to: 5432, source: '0.0.0.0/0', tags: {} }] },
    right: {
      class: 'violation',
      cause: ['5432|postgres', 'internet|0.0.0.0/0'],
      action: 'ec2.revoke-open-ingress',
      alone: true,
      runbooks: ['open-network', 'ec2.revoke-open-ingress'],
    },
  },
  'repository-for-everyone': {
    story: 'The policy of a container registry lets every AWS account pull our images.',
    event: called('ecr', 'SetRepositoryPolicy', { repositoryName: 'shop/api', policyText: open('ecr:BatchGetImage'), force: false }),
    state: { policy: open('ecr:BatchGetImage') },
    right: {
      class: 'violation',
      cause: ['repository', 'public|everyone|anyone|all'],
      action: 'ecr.remove-public-statement',
      alone: true,
      runbooks: ['ecr.remove-public-statement', 'shared-outside-account'],
    },
  },
  'role-may-be-assumed-by-all': {
    story: 'Anyone in any account can assume the role that reads our reports.',
    event: called('iam', 'UpdateAssumeRolePolicy', {
      roleName: 'reports',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
      }),
    }),
    state: {
      path: '/',
      trust: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }),
    },
    right: {
      class: 'violation',
      cause: ['role', 'assume|trust'],
      action: 'iam.remove-open-trust',
      alone: true,
      runbooks: ['iam.remove-open-trust', 'compromised-role', 'shared-outside-account'],
    },
  },
  'password-policy-loosened': {
    story: 'Passwords may have six letters from now on.',
    event: called('iam', 'UpdateAccountPasswordPolicy', {
      minimumPasswordLength: 6,
      requireSymbols: false,
      requireNumbers: false,
      requireUppercaseCharacters: false,
      requireLowercaseCharacters: false,
      allowUsersToChangePassword: true,
      hardExpiry: false,
    }),
    state: { policy: { length: 6, symbols: false, numbers: false, upper: false, lower: false, change: true, hard: false } },
    right: {
      class: 'violation',
      cause: ['password policy'],
      action: 'iam.set-password-policy',
      alone: true,
      runbooks: ['iam.set-password-policy', 'sign-in-weak'],
    },
  },
  'recorder-stopped-by-thief': {
    story: 'With a stolen key somebody stops AWS Config from recording.',
    event: called('config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }, { by: 'stolenKey' }),
    state: { recording: false, delivers: true },
    right: {
      class: 'tampering',
      cause: ['record|config'],
      action: 'config.start-recorder',
      alone: true,
      runbooks: ['audit-silenced', 'config.start-recorder'],
    },
  },
  'detector-off-for-a-second': {
    story: 'GuardDuty was suspended and is on again.',
    event: called('guardduty', 'UpdateDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0', enable: false }),
    state: { enabled: true },
    right: { ...nothing, class: 'tampering', cause: ['guardduty|detector'], runbooks: ['audit-silenced', 'guardduty.enable-detector'] },
  },
  'instance-talks-to-its-master': {
    story: 'An instance asks a command and control server for orders.',
    event: threat('Backdoor:EC2/C&CActivity.B!DNS', {
      resourceType: 'Instance',
      instanceDetails: {
        instanceId: 'i-0d15ea5ed15ea5e01',
        instanceType: 't3.large',
        networkInterfaces: [{ networkInterfaceId: 'eni-7', vpcId: 'vpc-1' }],
      },
    }),
    state: {
      state: 'running',
      own: false,
      interfaces: [{ id: 'eni-7', vpc: 'vpc-1', groups: ['sg-0app'] }],
      volumes: [{ id: 'vol-9', gigabytes: 20 }],
      evidence: [],
      isolation: { id: 'sg-0isolation0000000', vpc: 'vpc-1', rules: 0 },
    },
    right: {
      class: 'tampering',
      cause: ['instance'],
      action: 'ec2.quarantine-instance',
      alone: false,
      runbooks: ['compromised-instance', 'ec2.quarantine-instance'],
    },
  },
  'instance-scanned': {
    story: 'Somebody on the internet knocks at the ports of an instance. Nothing happened.',
    event: threat('Recon:EC2/PortProbeUnprotectedPort', {
      resourceType: 'Instance',
      instanceDetails: { instanceId: 'i-0d15ea5ed15ea5e01', instanceType: 't3.large' },
    }),
    right: {
      ...nothing,
      class: 'none',
      cause: [],
      forbidden: ['ec2.quarantine-instance'],
      runbooks: ['open-network', 'compromised-instance'],
    },
  },
  'instance-started': {
    story: 'An instance was started in the morning.',
    event: instanceIs('running'),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['instance-down', 'ec2.start-instance'] },
  },
  'service-down-to-nothing': {
    story: 'Somebody set the number of containers of the checkout to zero.',
    event: called('ecs', 'UpdateService', { cluster: 'shop', service: 'checkout', desiredCount: 0 }),
    state: { tasks: { desired: 0, running: 0 }, draining: false, controller: 'ECS', daemon: false, recorded: 4 },
    right: {
      class: 'failure',
      cause: ['checkout|service', 'zero|0|no '],
      action: 'ecs.restore-desired-count',
      alone: true,
      runbooks: ['containers-not-running', 'ecs.restore-desired-count'],
    },
  },
  'queue-has-dead-letters': {
    story: 'Refunds end in the dead letter queue.',
    event: alarmed('refunds-dlq', {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'refunds-dlq' },
    }),
    right: {
      ...nothing,
      class: 'failure',
      cause: ['queue|dead|message'],
      runbooks: ['service-not-serving', 'function-not-running', 'too-much-load'],
    },
  },
  'bucket-for-a-partner': {
    story: 'Access Analyzer sees that a partner can read the bucket with the exports, as agreed.',
    event: reachable('AWS::S3::Bucket', 'arn:aws:s3:::exports-partner', false),
    right: {
      ...nothing,
      class: 'violation',
      cause: ['bucket'],
      runbooks: ['shared-outside-account', 'public-bucket', 's3.remove-public-statement'],
    },
  },
  'certificate-runs-out': {
    story: 'The certificate of the shop runs out in seven days.',
    event: told('acm', 'ACM Certificate Approaching Expiration', { DaysToExpiry: 7, CommonName: 'shop.example.com' }, [
      'arn:aws:acm:eu-west-1:111122223333:certificate/61f50cd4-45b9-4259-b049-d0a53682fa4b',
    ]),
    right: { ...nothing, class: 'failure', cause: ['certificate'], runbooks: ['service-not-serving'] },
  },
  'backup-of-database-removed': {
    story: 'Automatic backups of the ledger were turned off.',
    event: called('rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'ledger', backupRetentionPeriod: 0, applyImmediately: true }),
    state: { status: 'available', days: 0, gigabytes: 100, pending: [] },
    right: {
      class: 'violation',
      cause: ['backup'],
      action: 'rds.enable-backups',
      alone: true,
      runbooks: ['rds.enable-backups', 'data-destroyed'],
    },
  },
  'protection-of-balancer-removed': {
    story: 'Anybody can delete the load balancer of the shop now: its protection is off.',
    event: called('elasticloadbalancing', 'ModifyLoadBalancerAttributes', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188',
      attributes: [{ key: 'deletion_protection.enabled', value: 'false' }],
    }),
    right: { ...nothing, class: 'violation', cause: ['load balancer', 'protection'], runbooks: ['elbv2.enable-deletion-protection'] },
  },
  'tags-added': {
    story: 'The pipeline put tags on an instance.',
    event: called(
      'ec2',
      'CreateTags',
      { resourcesSet: { items: [{ resourceId: 'i-0d15ea5ed15ea5e01' }] }, tagSet: { items: [{ key: 'team', value: 'shop' }] } },
      { by: 'deploy' },
    ),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['configuration-changed', 'unexpected-bill'] },
  },
  'login-profile-for-another': {
    story: 'A thief gives the service user a password for the console.',
    event: called('iam', 'CreateLoginProfile', { userName: 'svc-reporting', passwordResetRequired: false }, { by: 'stolenKey' }),
    right: {
      ...nothing,
      class: 'violation',
      cause: ['password|login|console'],
      runbooks: ['privilege-escalation', 'leaked-access-key', 'iam.quarantine-user', 'sign-in-weak'],
    },
  },
};
