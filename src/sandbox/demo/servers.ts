import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { EC2, type IpPermission } from '@aws-sdk/client-ec2';
import { type Environment, made, type Seeding, tagList, tags } from './seeding.ts';

/** Security group ids. */
export interface DemoGroups {
  /** 80 and 443 open to the world, as they should be. */
  readonly web: string;
  readonly app: string;
  readonly database: string;
  /** 22 open to the office only. */
  readonly bastion: string;
}
/** Instance ids. */
export interface DemoInstances {
  readonly web: string;
  readonly web2: string;
  readonly app: string;
  readonly reports: string;
  readonly bastion: string;
  /** Tagged production. */
  readonly payments: string;
}
/** Alarm names. */
export interface DemoAlarms {
  readonly webStatus: string;
  readonly webCpu: string;
  readonly paymentsStatus: string;
}
export interface DemoServers {
  readonly groups: DemoGroups;
  readonly instances: DemoInstances;
  readonly alarms: DemoAlarms;
}

const officeCidr = '203.0.113.0/24';
/** Amazon Linux among the images that the emulator knows. */
const imageId = 'ami-12c6146b';

interface Server {
  readonly name: string;
  readonly environment: Environment;
  readonly owner: 'alice' | 'dave';
  readonly group: keyof DemoGroups;
  readonly type: 't3.micro' | 't3.small';
}
const servers: Readonly<Record<keyof DemoInstances, Server>> = {
  web: { name: 'harbor-web-1', environment: 'staging', owner: 'alice', group: 'web', type: 't3.small' },
  web2: { name: 'harbor-web-2', environment: 'staging', owner: 'alice', group: 'web', type: 't3.small' },
  app: { name: 'harbor-app-1', environment: 'development', owner: 'alice', group: 'app', type: 't3.small' },
  reports: { name: 'harbor-reports', environment: 'staging', owner: 'dave', group: 'database', type: 't3.micro' },
  bastion: { name: 'harbor-bastion', environment: 'staging', owner: 'dave', group: 'bastion', type: 't3.micro' },
  payments: { name: 'harbor-payments-1', environment: 'production', owner: 'dave', group: 'app', type: 't3.small' },
};

/** Security groups, instances in them, and alarms on these; alarms notify `topic`. */
export async function seedServers({ client }: Seeding, topic: string): Promise<DemoServers> {
  const ec2 = new EC2(client);
  const groups = await seedGroups(ec2);
  const ids = await Promise.all(Object.values(servers).map((server) => seedInstance(ec2, server, groups)));
  const instances = Object.fromEntries(Object.keys(servers).map((key, index) => [key, ids[index]])) as unknown as DemoInstances;
  ec2.destroy();
  return { groups, instances, alarms: await seedAlarms(new CloudWatch(client), instances, topic) };
}

const tcp = (port: number, from: Omit<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  ...from,
});

async function seedGroups(ec2: EC2): Promise<DemoGroups> {
  const vpc = (await ec2.describeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] })).Vpcs?.[0]?.VpcId;
  const create = async (name: string, description: string): Promise<string> => {
    const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: tagList(tags(name, 'staging', 'dave')) }];
    return made(
      `the security group ${name}`,
      (await ec2.createSecurityGroup({ GroupName: name, Description: description, VpcId: vpc, TagSpecifications })).GroupId,
    );
  };
  const [web, app, database, bastion] = await Promise.all([
    create('harbor-web', 'Web servers: HTTP and HTTPS for everyone'),
    create('harbor-app', 'Application servers: from the web servers'),
    create('harbor-database', 'Databases: from the application servers'),
    create('harbor-bastion', 'SSH from the office'),
  ]);
  const allow = (GroupId: string, ...IpPermissions: IpPermission[]) => ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
  const world = { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'customers' }] };
  await Promise.all([
    allow(web, tcp(80, world), tcp(443, world)),
    allow(app, tcp(8080, { UserIdGroupPairs: [{ GroupId: web }] })),
    allow(database, tcp(5432, { UserIdGroupPairs: [{ GroupId: app }] })),
    allow(bastion, tcp(22, { IpRanges: [{ CidrIp: officeCidr, Description: 'office' }] })),
  ]);
  return { web, app, database, bastion };
}

async function seedInstance(ec2: EC2, server: Server, groups: DemoGroups): Promise<string> {
  const named = tagList(tags(server.name, server.environment, server.owner));
  const run = await ec2.runInstances({
    ImageId: imageId,
    InstanceType: server.type,
    MinCount: 1,
    MaxCount: 1,
    SecurityGroupIds: [groups[server.group]],
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', Encrypted: true } }],
    TagSpecifications: [
      { ResourceType: 'instance', Tags: named },
      { ResourceType: 'volume', Tags: named },
    ],
  });
  return made(`the instance ${server.name}`, run.Instances?.[0]?.InstanceId);
}

async function seedAlarms(cloudwatch: CloudWatch, instances: DemoInstances, topic: string): Promise<DemoAlarms> {
  const alarms = {
    webStatus: 'harbor-web-1-status-check',
    webCpu: 'harbor-web-1-high-cpu',
    paymentsStatus: 'harbor-payments-1-status-check',
  };
  const put = (
    name: string,
    description: string,
    instance: string,
    metric: 'StatusCheckFailed' | 'CPUUtilization',
    environment: Environment,
  ) =>
    cloudwatch.putMetricAlarm({
      AlarmName: name,
      AlarmDescription: description,
      Namespace: 'AWS/EC2',
      MetricName: metric,
      Dimensions: [{ Name: 'InstanceId', Value: instance }],
      Statistic: metric === 'StatusCheckFailed' ? 'Maximum' : 'Average',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: metric === 'StatusCheckFailed' ? 1 : 80,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [topic],
      Tags: tagList(tags(name, environment, 'dave')),
    });
  await Promise.all([
    put(alarms.webStatus, 'The first web server does not pass its status checks', instances.web, 'StatusCheckFailed', 'staging'),
    put(alarms.webCpu, 'The first web server is very busy', instances.web, 'CPUUtilization', 'staging'),
    put(
      alarms.paymentsStatus,
      'The payments server does not pass its status checks',
      instances.payments,
      'StatusCheckFailed',
      'production',
    ),
  ]);
  cloudwatch.destroy();
  return alarms;
}
