import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

async function makeRole({ iam }: Clients, RoleName: string, Service: string, ...policies: readonly string[]): Promise<void> {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] };
  await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
  for (const PolicyArn of policies) await iam.attachRolePolicy({ RoleName, PolicyArn });
}
const attach: Variant['break'] = ({ iam }, params) =>
  iam.attachRolePolicy({ RoleName: text(params, 'roleName'), PolicyArn: text(params, 'policyArn') });

/** Everyone, and of the role the other policies that are attached. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const RoleName = text(params, 'roleName');
  const { AttachedPolicies = [] } = await clients.iam.listAttachedRolePolicies({ RoleName });
  const others = AttachedPolicies.flatMap(({ PolicyArn = '' }) => (PolicyArn === params.policyArn ? [] : [PolicyArn]));
  return [await everyoneBut(clients, `role ${RoleName} attached`), others];
};

export const variants: readonly Variant[] = [
  {
    title: 'the role of a function is made administrator beside the one of the operators',
    async setUp(clients) {
      await makeRole(clients, 'operations', 'ec2.amazonaws.com', aws('AdministratorAccess'));
      await makeRole(clients, 'shop', 'lambda.amazonaws.com', aws('AWSLambdaExecute'));
      return { roleName: 'shop', policyArn: aws('AdministratorAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a tagged role with an inline policy is given all of IAM',
    async setUp(clients) {
      await makeRole(clients, 'build', 'codebuild.amazonaws.com');
      await clients.iam.tagRole({ RoleName: 'build', Tags: [{ Key: 'team', Value: 'shop' }] });
      const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
      await clients.iam.putRolePolicy({ RoleName: 'build', PolicyName: 'read', PolicyDocument: JSON.stringify(document) });
      return { roleName: 'build', policyArn: aws('IAMFullAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a role is made administrator while a user is one',
    async setUp(clients) {
      await clients.iam.createUser({ UserName: 'anna' });
      await clients.iam.attachUserPolicy({ UserName: 'anna', PolicyArn: aws('AdministratorAccess') });
      await makeRole(clients, 'report', 'ec2.amazonaws.com', aws('AmazonS3ReadOnlyAccess'), aws('AmazonEC2ReadOnlyAccess'));
      return { roleName: 'report', policyArn: aws('AdministratorAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
