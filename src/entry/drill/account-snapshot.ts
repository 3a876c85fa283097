import { canonical, type Json, sha256 } from '#domain/json.ts';
import type { Hands } from '#ports/hands.ts';

/** Everything that matters in an account, one line per resource, so that harm shows wherever it is done. */
export type AccountSnapshot = ReadonlyMap<string, string>;

/** Reads buckets, groups, instances, parameters, tables, alarms and identities, through a person's own keys. */
export async function snapshotAccount(hands: Hands): Promise<AccountSnapshot> {
  const parts = await Promise.all([
    buckets(hands),
    groups(hands),
    instances(hands),
    parameters(hands),
    tables(hands),
    alarms(hands),
    identities(hands),
  ]);
  return new Map(parts.flat().map(([name, value]) => [name, canonical(plain(value))]));
}

/** What differs between two snapshots, a sentence each. */
export function changes(before: AccountSnapshot, after: AccountSnapshot): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`${name} is new`];
    return [is === undefined ? `${name} is gone` : `${name} changed from ${was} to ${is}`];
  });
}

type Line = readonly [string, unknown];
/** JSON without what the SDK adds and what AWS chooses anew whenever a thing is put back: dates, versions, identities. */
const chosenByAws = new Set([
  '$metadata',
  'CreationDateTime',
  'LastModifiedDate',
  'Version',
  'LaunchTime',
  'TableId',
  'SecurityGroupRuleId',
  'RestoreSummary',
  'StateTransitionReason',
  'StateReason',
  'LatestStreamArn',
  'LatestStreamLabel',
  'LastUpdateToPayPerRequestDateTime',
  'EarliestRestorableDateTime',
  'LatestRestorableDateTime',
  'WarmThroughput',
  'LastModifiedUser',
  'RoleLastUsed',
  'PasswordLastUsed',
]);

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null, (key, inner: unknown) => (chosenByAws.has(key) ? undefined : inner))) as Json;
}

const orNone = <T>(asking: Promise<T>): Promise<T | 'none'> => asking.catch(() => 'none' as const);

async function buckets(hands: Hands): Promise<Line[]> {
  const { Buckets = [] } = await hands.do('s3', 'listBuckets', {});
  return Promise.all(
    Buckets.map(async ({ Name: Bucket = '' }): Promise<Line> => {
      const [block, encryption, acl, policy, tags, website, versioning] = await Promise.all([
        orNone(hands.do('s3', 'getPublicAccessBlock', { Bucket })),
        orNone(hands.do('s3', 'getBucketEncryption', { Bucket })),
        orNone(hands.do('s3', 'getBucketAcl', { Bucket })),
        orNone(hands.do('s3', 'getBucketPolicy', { Bucket })),
        orNone(hands.do('s3', 'getBucketTagging', { Bucket })),
        orNone(hands.do('s3', 'getBucketWebsite', { Bucket })),
        orNone(hands.do('s3', 'getBucketVersioning', { Bucket })),
      ]);
      return [`bucket ${Bucket}`, { block, encryption, acl, policy, tags, website, versioning }];
    }),
  );
}

async function groups(hands: Hands): Promise<Line[]> {
  const { SecurityGroupRules = [] } = await hands.do('ec2', 'describeSecurityGroupRules', {});
  const { SecurityGroups = [] } = await hands.do('ec2', 'describeSecurityGroups', {});
  return SecurityGroups.map(({ GroupId, GroupName, Tags }) => {
    const rules = SecurityGroupRules.filter((rule) => rule.GroupId === GroupId).map((rule) => canonical(plain(rule)));
    return [`security group ${GroupId}`, { GroupName, Tags, rules: rules.toSorted() }];
  });
}

/** A terminated instance cannot come back: one that is tagged to stand in for it counts as the same. */
async function instances(hands: Hands): Promise<Line[]> {
  const { Reservations = [] } = await hands.do('ec2', 'describeInstances', {});
  const all = Reservations.flatMap(({ Instances = [] }) => Instances);
  const restored = (tags: (typeof all)[number]['Tags']) => tags?.find(({ Key }) => Key === 'selfheal:restores')?.Value;
  const alive = all.filter(({ State }) => State?.Name !== 'terminated');
  const replaced = new Set(alive.map(({ Tags }) => restored(Tags)));
  return all
    .filter(({ InstanceId, State }) => State?.Name !== 'terminated' || !replaced.has(InstanceId))
    .map(({ InstanceId, InstanceType, State, Tags, SecurityGroups, ImageId, SubnetId, IamInstanceProfile }) => [
      `instance ${restored(Tags) ?? InstanceId}`,
      {
        InstanceType,
        State: State?.Name,
        Tags: Tags?.filter(({ Key }) => Key !== 'selfheal:restores'),
        SecurityGroups,
        ImageId,
        SubnetId,
        IamInstanceProfile,
      },
    ]);
}

async function parameters(hands: Hands): Promise<Line[]> {
  const lines: Line[] = [];
  let NextToken: string | undefined;
  do {
    const page = await hands.do('ssm', 'getParametersByPath', {
      Path: '/',
      Recursive: true,
      WithDecryption: true,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const { Name, Type, Value = '' } of page.Parameters ?? []) {
      const tags = await orNone(hands.do('ssm', 'listTagsForResource', { ResourceType: 'Parameter', ResourceId: Name }));
      lines.push([`parameter ${Name}`, { Type, value: sha256(Value), tags }]);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return lines;
}

async function tables(hands: Hands): Promise<Line[]> {
  const { TableNames = [] } = await hands.do('dynamodb', 'listTables', {});
  return Promise.all(
    TableNames.map(async (TableName): Promise<Line> => {
      const { Table } = await hands.do('dynamodb', 'describeTable', { TableName });
      const [tags, timeToLive, backups, { Items = [] }] = await Promise.all([
        orNone(hands.do('dynamodb', 'listTagsOfResource', { ResourceArn: Table?.TableArn })),
        orNone(hands.do('dynamodb', 'describeTimeToLive', { TableName })),
        orNone(hands.do('dynamodb', 'describeContinuousBackups', { TableName })),
        hands.do('dynamodb', 'scan', { TableName }),
      ]);
      const items = Items.map((item) => canonical(plain(item))).toSorted();
      return [`table ${TableName}`, { table: { ...Table, TableSizeBytes: undefined }, tags: sortedTags(tags), timeToLive, backups, items }];
    }),
  );
}

const sortedTags = (answer: 'none' | { readonly Tags?: readonly { readonly Key?: string | undefined }[] | undefined }): unknown =>
  answer === 'none' ? answer : (answer.Tags ?? []).toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''));

async function alarms(hands: Hands): Promise<Line[]> {
  const { MetricAlarms = [] } = await hands.do('cloudwatch', 'describeAlarms', {});
  return MetricAlarms.map(({ AlarmName, MetricName, Dimensions, Threshold, ActionsEnabled }) => [
    `alarm ${AlarmName}`,
    { MetricName, Dimensions, Threshold, ActionsEnabled },
  ]);
}

async function identities(hands: Hands): Promise<Line[]> {
  const [{ Users = [] }, { Roles = [] }] = await Promise.all([hands.do('iam', 'listUsers', {}), hands.do('iam', 'listRoles', {})]);
  const users = Users.map(
    async ({ UserName }): Promise<Line> => [`user ${UserName}`, await orNone(hands.do('iam', 'listAccessKeys', { UserName }))],
  );
  return [
    ...(await Promise.all(users)),
    ...Roles.map(({ RoleName, AssumeRolePolicyDocument }): Line => [`role ${RoleName}`, { AssumeRolePolicyDocument }]),
  ];
}
