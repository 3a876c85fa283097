import type { Hands } from '#ports/hands.ts';

/** A private, encrypted bucket with all four blocks on, as every bucket should be; scenarios run in us-east-1. */
export async function privateBucket(hands: Hands, name: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
  await hands.do('s3', 'createBucket', { Bucket: name });
  await hands.do('s3', 'putPublicAccessBlock', { Bucket: name, PublicAccessBlockConfiguration: allBlocked });
  await hands.do('s3', 'putBucketEncryption', {
    Bucket: name,
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  });
  if (Object.keys(tags).length > 0) {
    await hands.do('s3', 'putBucketTagging', {
      Bucket: name,
      Tagging: { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    });
  }
  return name;
}

const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
const allBlocked = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/** Which of the four blocks are off, in words; nothing when all are on. */
export async function blocksOff(hands: Hands, bucket: string): Promise<string | undefined> {
  const block = await hands.do('s3', 'getPublicAccessBlock', { Bucket: bucket }).then(
    ({ PublicAccessBlockConfiguration }) => PublicAccessBlockConfiguration,
    () => undefined,
  );
  if (block === undefined) return 'there is no public access block';
  const off = flags.filter((flag) => block[flag] !== true);
  return off.length === 0 ? undefined : `${off.join(', ')} off`;
}

/** A running instance of the smallest kind. */
export async function runningInstance(hands: Hands, name: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
  const { Images = [] } = await hands.do('ec2', 'describeImages', { Owners: ['amazon'] });
  const ImageId = Images.find(({ Platform }) => Platform !== 'Windows')?.ImageId;
  const { Instances = [] } = await hands.do('ec2', 'runInstances', {
    ...(ImageId === undefined ? {} : { ImageId }),
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [
      { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))] },
    ],
  });
  const id = Instances[0]?.InstanceId;
  if (id === undefined) throw new Error('the instance was not started');
  return id;
}

/** A state such as `running`. */
export async function instanceState(hands: Hands, id: string): Promise<string | undefined> {
  const { Reservations = [] } = await hands.do('ec2', 'describeInstances', { InstanceIds: [id] });
  return Reservations[0]?.Instances?.[0]?.State?.Name;
}

/** A security group that lets HTTPS in from anywhere and SSH from one office. */
export async function webGroup(hands: Hands, name: string): Promise<string> {
  const { Vpcs = [] } = await hands.do('ec2', 'describeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] });
  const { GroupId } = await hands.do('ec2', 'createSecurityGroup', { GroupName: name, Description: 'web servers', VpcId: Vpcs[0]?.VpcId });
  if (GroupId === undefined) throw new Error('the group was not created');
  await hands.do('ec2', 'authorizeSecurityGroupIngress', {
    GroupId,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'shop' }] },
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24', Description: 'office' }] },
    ],
  });
  return GroupId;
}

export const openPort = (hands: Hands, GroupId: string, port: number): Promise<unknown> =>
  hands.do('ec2', 'authorizeSecurityGroupIngress', {
    GroupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });

/** The CIDR blocks that reach a port, in order. */
export async function reachers(hands: Hands, groupId: string, port: number): Promise<readonly string[]> {
  const { SecurityGroupRules = [] } = await hands.do('ec2', 'describeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [groupId] }],
  });
  return SecurityGroupRules.filter(({ IsEgress, FromPort, ToPort }) => !IsEgress && FromPort === port && ToPort === port)
    .map(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 ?? CidrIpv6 ?? '')
    .toSorted();
}

/** A trust policy with a statement for each principal, as a program writes it. */
export const trustPolicy = (...principals: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  });

/** A role that only functions assume. */
export async function functionRole(hands: Hands, name: string): Promise<string> {
  await hands.do('iam', 'createRole', { RoleName: name, AssumeRolePolicyDocument: trustPolicy({ Service: 'lambda.amazonaws.com' }) });
  return name;
}

/** The smallest ZIP file that there is: the record that ends one, and nothing before it. */
export const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]);

/** A function that does nothing, with a role that may do nothing. */
export async function smallFunction(hands: Hands, name: string, Tags: Readonly<Record<string, string>> = {}): Promise<void> {
  const { Role } = await hands.do('iam', 'createRole', {
    RoleName: `${name}-role`,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  await hands.do('lambda', 'createFunction', {
    FunctionName: name,
    Role: Role?.Arn,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: emptyZip },
    Tags,
  });
}
