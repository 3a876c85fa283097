import { neighbours, type SurroundingsOf } from './define-surroundings.ts';

/** A role: which policies it has. AWS Config knows it by an id that only IAM tells. */
export const role: SurroundingsOf = {
  configId: () => undefined,
  reads: [{ service: 'iam', operation: 'listAttachedRolePolicies' }],
  async look(peek, { id }) {
    const { AttachedPolicies: attached = [] } = await peek('iam', 'listAttachedRolePolicies', { RoleName: id });
    return {
      neighbours: neighbours(
        'AWS::IAM::ManagedPolicy',
        'what it may do',
        attached.map(({ PolicyArn }) => PolicyArn),
      ),
    };
  },
};

/** A user: which policies and groups it has. */
export const user: SurroundingsOf = {
  configId: () => undefined,
  reads: [
    { service: 'iam', operation: 'listAttachedUserPolicies' },
    { service: 'iam', operation: 'listGroupsForUser' },
  ],
  async look(peek, { id }) {
    const [policies, groups] = await Promise.all([
      peek('iam', 'listAttachedUserPolicies', { UserName: id }),
      peek('iam', 'listGroupsForUser', { UserName: id }),
    ]);
    return {
      neighbours: [
        ...neighbours('AWS::IAM::ManagedPolicy', 'what it may do', policies.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn) ?? []),
        ...neighbours('AWS::IAM::Group', 'it is in', groups.Groups?.map(({ GroupName }) => GroupName) ?? []),
      ],
    };
  },
};
