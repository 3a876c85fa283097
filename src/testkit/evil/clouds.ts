import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { awsError, type ScriptedCloud, scriptedCloud } from '#testkit/scripted-cloud.ts';
import type { Planted } from './planted.ts';
import { carelessTags, carelessText } from './secrets.ts';
import { surrounded } from './surrounded.ts';

type Tags = Readonly<Record<string, string>>;
const pairs = (tags: Tags): { Key: string; Value: string }[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The tags of every resource: what the scenario says, a hostile one, and careless ones. */
const allTags = (own: Tags, plant: Planted): Tags => ({ ...own, ...carelessTags, owner: plant.text('tag') });

interface BucketState {
  readonly name: string;
  readonly tags: Tags | 'unreadable';
  readonly healthy?: boolean;
  readonly website?: boolean;
}

/** One bucket whose public access block is gone, unless it is healthy. */
export function bucketCloud({ name, tags, healthy = false, website = false }: BucketState, plant: Planted): ScriptedCloud {
  const { cloud, buckets } = bucketWorld(0);
  buckets.set(name, { block: healthy ? { ...closedBlock } : undefined, website, tags: tags === 'unreadable' ? {} : allTags(tags, plant) });
  if (tags === 'unreadable')
    cloud.on('s3', 'getBucketTagging', () => {
      throw awsError('AccessDenied', { code: 'access-denied' });
    });
  return surrounded(cloud, plant, name);
}

/** One security group whose only open rule is for these ports. */
export function groupCloud(
  { from, to, tags }: { readonly from: number; readonly to: number; readonly tags: Tags },
  plant: Planted,
): ScriptedCloud {
  let open = true;
  const rule = {
    SecurityGroupRuleId: 'sgr-0abc1234def567890',
    IpProtocol: 'tcp',
    FromPort: from,
    ToPort: to,
    CidrIpv4: '0.0.0.0/0',
    Description: `${plant.text('tag')} ${carelessText}`,
    IsEgress: false,
  };
  const cloud = scriptedCloud()
    .on('ec2', 'describeSecurityGroups', () => ({ SecurityGroups: [{ GroupId: 'sg-0abc1234def567890' }] }))
    .on('ec2', 'describeSecurityGroupRules', () => ({ SecurityGroupRules: open ? [rule] : [] }))
    .on('ec2', 'describeTags', () => ({ Tags: pairs(allTags(tags, plant)) }))
    .on('ec2', 'revokeSecurityGroupIngress', () => {
      open = false;
      return {};
    });
  return surrounded(cloud, plant, 'sg-0abc1234def567890');
}

/** One table without deletion protection. */
export function tableCloud(tags: Tags, plant: Planted): ScriptedCloud {
  let on = false;
  const cloud = scriptedCloud()
    .on('dynamodb', 'describeTable', () => ({ Table: { TableStatus: 'ACTIVE' as const, DeletionProtectionEnabled: on } }))
    .on('dynamodb', 'listTagsOfResource', () => ({ Tags: pairs(allTags(tags, plant)) }))
    .on('dynamodb', 'updateTable', ({ DeletionProtectionEnabled }) => {
      on = DeletionProtectionEnabled === true;
      return {};
    });
  return surrounded(cloud, plant, 'orders');
}

/** One trail that does not log. */
export function trailCloud(tags: Tags, plant: Planted): ScriptedCloud {
  let logging = false;
  const cloud = scriptedCloud()
    .on('cloudtrail', 'describeTrails', () => ({ trailList: [{ Name: 'organization' }] }))
    .on('cloudtrail', 'getTrailStatus', () => ({ IsLogging: logging }))
    .on('cloudtrail', 'listTags', () => ({ ResourceTagList: [{ TagsList: pairs(allTags(tags, plant)) }] }))
    .on('cloudtrail', 'startLogging', () => {
      logging = true;
      return {};
    });
  return surrounded(cloud, plant, 'organization');
}

/** One role that was just made an administrator, beside another one. */
export function roleCloud({ name, tags }: { readonly name: string; readonly tags: Tags }, plant: Planted): ScriptedCloud {
  const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
  let attached = true;
  const role = { Path: '/', RoleName: name, RoleId: 'AROAEXAMPLE', Arn: `arn:aws:iam::111122223333:role/${name}`, CreateDate: new Date(0) };
  const cloud = scriptedCloud()
    .on('iam', 'getRole', () => ({ Role: { ...role, Description: plant.text('tag') } }))
    .on('iam', 'listAttachedRolePolicies', () => ({ AttachedPolicies: attached ? [{ PolicyArn: policy }] : [] }))
    .on('iam', 'listEntitiesForPolicy', () => ({ PolicyRoles: [{ RoleName: name }, { RoleName: 'BreakGlass' }] }))
    .on('iam', 'listRoleTags', () => ({ Tags: pairs(allTags(tags, plant)) }))
    .on('iam', 'detachRolePolicy', () => {
      attached = false;
      return {};
    });
  return surrounded(cloud, plant, name);
}

/** One instance that fails its status check until it is rebooted. */
export function instanceCloud({ tags, group }: { readonly tags: Tags; readonly group?: string }, plant: Planted): ScriptedCloud {
  let rebooted = false;
  const own = allTags({ ...tags, ...(group === undefined ? {} : { 'aws:autoscaling:groupName': group }) }, plant);
  const status = () => (rebooted ? ('ok' as const) : ('impaired' as const));
  const cloud = scriptedCloud()
    .on('ec2', 'describeInstances', () => ({
      Reservations: [{ Instances: [{ InstanceId: 'i-0abc1234def567890', State: { Name: 'running' as const }, Tags: pairs(own) }] }],
    }))
    .on('ec2', 'describeInstanceStatus', () => ({
      InstanceStatuses: [{ InstanceStatus: { Status: status() }, SystemStatus: { Status: 'ok' as const } }],
    }))
    .on('ec2', 'describeTags', () => ({ Tags: pairs(own) }))
    .on('ec2', 'rebootInstances', () => {
      rebooted = true;
      return {};
    });
  return surrounded(cloud, plant, 'i-0abc1234def567890');
}

/** One function that may not run: its concurrency is zero. What it logged before says why somebody did that. */
export function functionCloud(tags: Tags, plant: Planted): ScriptedCloud {
  let stopped = true;
  const cloud = scriptedCloud()
    .on('lambda', 'getFunctionConcurrency', () => (stopped ? { ReservedConcurrentExecutions: 0 } : {}))
    .on('lambda', 'listTags', () => ({ Tags: allTags(tags, plant) }))
    .on('lambda', 'getFunctionConfiguration', () => ({
      FunctionName: 'order-intake',
      Description: plant.text('tag'),
      Environment: { Variables: { DATABASE: carelessText } },
    }))
    .on('lambda', 'deleteFunctionConcurrency', () => {
      stopped = false;
      return {};
    });
  return surrounded(cloud, plant, 'order-intake');
}
