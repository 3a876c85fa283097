import type { Kind } from './region-prices.ts';

/** One thing that AWS bills: its price in us-east-1, how that changes abroad, and where the Price List has it. */
export interface Unit {
  /** In words, one of it: `a gigabyte-month of gp3`. */
  readonly one: string;
  /** USD in us-east-1, for an hour, a month or once (docs/prices.md names the pages). */
  readonly usd: number;
  readonly by: 'hour' | 'month' | 'once';
  /** `same` everywhere, or roughly as much dearer as things of that kind. */
  readonly abroad: 'same' | Kind;
  /** Service code and usage type of the Price List, the usage type without its region; `per`: how many of theirs are one of ours. */
  readonly list: { readonly service: string; readonly usage: string; readonly per?: number };
}

const ec2 = (usage: string) => ({ service: 'AmazonEC2', usage });
const watch = (usage: string) => ({ service: 'AmazonCloudWatch', usage });

/** What our actions create or enlarge, and what users' actions commonly do. Instances (`ec2:<type>`) have a table of their own. */
export const units: Readonly<Record<string, Unit>> = {
  'backup:storage-gb': unit('a gigabyte-month of backups', 0.05, 'month', 'disk', {
    service: 'AWSBackup',
    usage: 'WarmStorage-ByteHrs-EBS',
  }),
  'cloudtrail:event': unit('a management event of a second trail', 0.00002, 'once', 'same', {
    service: 'AWSCloudTrail',
    usage: 'PaidEventsRecorded',
  }),
  'cloudwatch:alarm': unit('an alarm', 0.1, 'month', 'same', watch('CW:AlarmMonitorUsage')),
  'cloudwatch:metric': unit('a custom metric', 0.3, 'month', 'same', watch('CW:MetricMonitorUsage')),
  'config:item': unit('a recorded configuration item', 0.003, 'once', 'same', { service: 'AWSConfig', usage: 'ConfigurationItemRecorded' }),
  'config:evaluation': unit('an evaluation of a rule', 0.001, 'once', 'same', { service: 'AWSConfig', usage: 'ConfigRuleEvaluations' }),
  'dynamodb:recovery-gb': unit('a gigabyte-month of point-in-time recovery', 0.2, 'month', 'disk', {
    service: 'AmazonDynamoDB',
    usage: 'TimedPITRStorage-ByteHrs',
  }),
  'dynamodb:restore-gb': unit('a restored gigabyte', 0.15, 'once', 'disk', { service: 'AmazonDynamoDB', usage: 'RestoreDataSize-Bytes' }),
  'dynamodb:storage-gb': unit('a gigabyte-month of a table', 0.25, 'month', 'disk', {
    service: 'AmazonDynamoDB',
    usage: 'TimedStorage-ByteHrs',
  }),
  'ebs:gp2-gb': unit('a gigabyte-month of gp2', 0.1, 'month', 'disk', ec2('EBS:VolumeUsage.gp2')),
  'ebs:gp3-gb': unit('a gigabyte-month of gp3', 0.08, 'month', 'disk', ec2('EBS:VolumeUsage.gp3')),
  'ebs:gp3-iops': unit('an IOPS-month of gp3 above 3,000', 0.005, 'month', 'disk', ec2('EBS:VolumeP-IOPS.gp3')),
  'ebs:gp3-mibps': unit('a MiB/s-month of gp3 above 125', 0.04, 'month', 'disk', { ...ec2('EBS:VolumeP-Throughput.gp3'), per: 1 / 1024 }),
  'ebs:io1-gb': unit('a gigabyte-month of io1', 0.125, 'month', 'disk', ec2('EBS:VolumeUsage.piops')),
  'ebs:io1-iops': unit('an IOPS-month of io1', 0.065, 'month', 'disk', ec2('EBS:VolumeP-IOPS.piops')),
  'ebs:io2-gb': unit('a gigabyte-month of io2', 0.125, 'month', 'disk', ec2('EBS:VolumeUsage.io2')),
  'ebs:io2-iops': unit('an IOPS-month of io2', 0.065, 'month', 'disk', ec2('EBS:VolumeP-IOPS.io2')),
  'ebs:st1-gb': unit('a gigabyte-month of st1', 0.045, 'month', 'disk', ec2('EBS:VolumeUsage.st1')),
  'ebs:sc1-gb': unit('a gigabyte-month of sc1', 0.015, 'month', 'disk', ec2('EBS:VolumeUsage.sc1')),
  'ebs:standard-gb': unit('a gigabyte-month of a magnetic volume', 0.05, 'month', 'disk', ec2('EBS:VolumeUsage')),
  'ebs:snapshot-gb': unit('a gigabyte-month of snapshots', 0.05, 'month', 'disk', ec2('EBS:SnapshotUsage')),
  'ec2:public-ip': unit('a public IPv4 address', 0.005, 'hour', 'same', { service: 'AmazonVPC', usage: 'PublicIPv4:InUseAddress' }),
  'elb:alb': unit('an application load balancer', 0.0225, 'hour', 'burst', { service: 'AWSELB', usage: 'LoadBalancerUsage' }),
  'guardduty:event': unit('an analysed CloudTrail event', 0.000004, 'once', 'burst', {
    service: 'AmazonGuardDuty',
    usage: 'PaidEventsAnalyzed',
  }),
  'kms:key': unit('a KMS key', 1, 'month', 'same', { service: 'awskms', usage: 'KMS-Keys' }),
  'kms:request': unit('a request to KMS', 0.000003, 'once', 'same', { service: 'awskms', usage: 'KMS-Requests' }),
  'kms:rotation': unit('a rotation of a KMS key, of which two are paid', 1, 'month', 'same', { service: 'awskms', usage: 'KMS-Keys' }),
  'logs:ingest-gb': unit('a gigabyte that a log group takes in', 0.5, 'once', 'burst', watch('DataProcessing-Bytes')),
  'logs:storage-gb': unit('a gigabyte-month of logs', 0.03, 'month', 'burst', watch('TimedStorage-ByteHrs')),
  'nat:gateway': unit('a NAT gateway', 0.045, 'hour', 'burst', ec2('NatGateway-Hours')),
  'nat:gb': unit('a gigabyte through a NAT gateway', 0.045, 'once', 'burst', ec2('NatGateway-Bytes')),
  'rds:backup-gb': unit('a gigabyte-month of database backups', 0.095, 'month', 'disk', {
    service: 'AmazonRDS',
    usage: 'RDS:ChargedBackupUsage',
  }),
  's3:standard-gb': unit('a gigabyte-month in S3', 0.023, 'month', 'disk', { service: 'AmazonS3', usage: 'TimedStorage-ByteHrs' }),
  'secretsmanager:secret': unit('a secret', 0.4, 'month', 'same', { service: 'AWSSecretsManager', usage: 'AWSSecretsManager-Secrets' }),
  'vpc:endpoint': unit('an interface endpoint in one zone', 0.01, 'hour', 'burst', { service: 'AmazonVPC', usage: 'VpcEndpoint-Hours' }),
  'vpc:flow-log-gb': unit('a gigabyte of flow logs', 0.5, 'once', 'burst', watch('VendedLog-Bytes')),
  'vpc:flow-log-s3-gb': unit('a gigabyte of flow logs to S3', 0.25, 'once', 'burst', watch('S3-Egress-Bytes')),
  'waf:acl': unit('a web ACL', 5, 'month', 'same', { service: 'awswaf', usage: 'WebACLV2' }),
  'waf:rule': unit('a rule of a web ACL', 1, 'month', 'same', { service: 'awswaf', usage: 'RuleV2' }),
};

function unit(one: string, usd: number, by: Unit['by'], abroad: Unit['abroad'], list: Unit['list']): Unit {
  return { one, usd, by, abroad, list };
}
