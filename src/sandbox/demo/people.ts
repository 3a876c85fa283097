import { IAM } from '@aws-sdk/client-iam';
import { made, type Seeding } from './seeding.ts';

/** An access key. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
/** Role names. */
export interface DemoRoles {
  /** Anyone in the account may assume it. */
  readonly deployPipeline: string;
  readonly selfhealRead: string;
  readonly selfhealWrite: string;
  readonly lambda: string;
}
export interface DemoPeople {
  readonly users: { readonly alice: string; readonly dave: string; readonly demoUser: string; readonly engine: string };
  readonly roles: DemoRoles;
  readonly keys: { readonly user: Keys; readonly engine: Keys };
}

const users = { alice: 'alice', dave: 'dave', demoUser: 'demo-user', engine: 'selfheal-engine' } as const;
const roles: DemoRoles = {
  deployPipeline: 'deploy-pipeline',
  selfhealRead: 'selfheal-read',
  selfhealWrite: 'selfheal-write',
  lambda: 'harbor-lambda',
};
const groups = {
  developers: {
    members: [users.alice],
    actions: ['s3:*', 'dynamodb:*', 'lambda:*', 'ec2:Describe*', 'ssm:Get*', 'logs:*', 'cloudwatch:*'],
  },
  operators: {
    members: [users.dave],
    actions: ['ec2:*', 's3:*', 'dynamodb:*', 'ssm:*', 'cloudwatch:*', 'cloudtrail:*', 'iam:Get*', 'iam:List*'],
  },
} as const;

/** People, what they may do, and the roles of the pipeline and of Selfheal. */
export async function seedPeople({ client, account }: Seeding): Promise<DemoPeople> {
  const iam = new IAM(client);
  const root = `arn:aws:iam::${account}:root`;
  const engine = `arn:aws:iam::${account}:user/${users.engine}`;
  await iam.updateAccountPasswordPolicy({
    MinimumPasswordLength: 14,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    PasswordReusePrevention: 24,
    MaxPasswordAge: 90,
  });
  await Promise.all(Object.values(users).map((UserName) => iam.createUser({ UserName })));
  const selfheal = [roles.selfhealRead, roles.selfhealWrite].map((role) => `arn:aws:iam::${account}:role/${role}`);
  const [user, engineKeys] = await Promise.all([
    keys(iam, users.demoUser),
    keys(iam, users.engine),
    keys(iam, users.alice),
    ...Object.entries(groups).map(([name, { members, actions }]) => seedGroup(iam, name, members, actions)),
    iam.putUserPolicy({ UserName: users.demoUser, PolicyName: 'everything', PolicyDocument: policy([allow(['*'])]) }),
    iam.putUserPolicy({
      UserName: users.engine,
      PolicyName: 'assume-selfheal-roles',
      PolicyDocument: policy([{ Effect: 'Allow', Action: assumeActions, Resource: selfheal }]),
    }),
    seedRole(iam, roles.deployPipeline, { AWS: root }, [
      allow(['s3:*', 'ec2:*', 'lambda:*', 'dynamodb:*', 'ssm:*', 'cloudformation:*', 'iam:PassRole']),
    ]),
    seedRole(iam, roles.selfhealRead, { AWS: engine }, [allow(reads)]),
    seedRole(iam, roles.selfhealWrite, { AWS: engine }, [
      allow([...reads, ...writes]),
      { Effect: 'Deny', Action: 'iam:*', Resource: [...selfheal, engine] },
    ]),
    seedRole(iam, roles.lambda, { Service: 'lambda.amazonaws.com' }, [allow(['logs:*', 'dynamodb:GetItem', 'ses:SendEmail'])]),
  ]);
  iam.destroy();
  return { users, roles, keys: { user, engine: engineKeys } };
}

const assumeActions = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
const reads = ['s3', 'ec2', 'dynamodb', 'ssm', 'iam', 'cloudwatch', 'cloudtrail', 'tag'].flatMap((service) =>
  ['Get', 'List', 'Describe'].map((verb) => `${service}:${verb}*`),
);
const writes = ['s3:*', 'ec2:*', 'dynamodb:*', 'ssm:*', 'iam:*', 'cloudwatch:*', 'cloudtrail:*', 'kms:*', 'lambda:*', 'rds:*'];

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}
const allow = (actions: readonly string[]): Statement => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const policy = (statements: readonly unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

async function keys(iam: IAM, UserName: string): Promise<Keys> {
  const { AccessKey: key } = await iam.createAccessKey({ UserName });
  const what = `the access key of ${UserName}`;
  return { accessKeyId: made(what, key?.AccessKeyId), secretAccessKey: made(what, key?.SecretAccessKey) };
}

async function seedGroup(iam: IAM, GroupName: string, members: readonly string[], actions: readonly string[]): Promise<void> {
  await iam.createGroup({ GroupName });
  await iam.putGroupPolicy({ GroupName, PolicyName: GroupName, PolicyDocument: policy([allow(actions)]) });
  await Promise.all(members.map((UserName) => iam.addUserToGroup({ GroupName, UserName })));
}

async function seedRole(
  iam: IAM,
  RoleName: string,
  principal: Readonly<Record<string, string>>,
  statements: readonly Statement[],
): Promise<void> {
  const action = principal['Service'] === undefined ? assumeActions : 'sts:AssumeRole';
  await iam.createRole({ RoleName, AssumeRolePolicyDocument: policy([{ Effect: 'Allow', Principal: principal, Action: action }]) });
  await iam.putRolePolicy({ RoleName, PolicyName: RoleName, PolicyDocument: policy(statements) });
}
