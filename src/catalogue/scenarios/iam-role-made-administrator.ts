import { defineScenario } from '#catalogue/define-scenario.ts';
import type { Hands } from '#ports/hands.ts';
import { functionRole } from './parts.ts';

const policies = async (hands: Hands, RoleName: string): Promise<readonly string[]> => {
  const { AttachedPolicies = [] } = await hands.do('iam', 'listAttachedRolePolicies', { RoleName });
  return AttachedPolicies.flatMap(({ PolicyName }) => PolicyName ?? []).toSorted();
};

export const iamRoleMadeAdministrator = defineScenario({
  id: 'iam-role-made-administrator',
  title: 'The role of a function is given administrator rights, beside the role of the operators',
  action: 'iam.detach-role-administrator',
  resource: 'AWS::IAM::Role',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const operators = await functionRole(hands, `${name}-operators`);
    await hands.do('iam', 'attachRolePolicy', { RoleName: operators, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    await functionRole(hands, name);
    await hands.do('iam', 'attachRolePolicy', { RoleName: name, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
    return name;
  },
  break: async (hands, RoleName) =>
    void (await hands.do('iam', 'attachRolePolicy', { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })),
  async expect(hands, RoleName) {
    const [left, operators] = await Promise.all([policies(hands, RoleName), policies(hands, `${RoleName}-operators`)]);
    if (!operators.includes('AdministratorAccess')) return 'the operators lost their rights';
    return left.join() === 'ReadOnlyAccess' ? undefined : `the role has ${left.join(' and ') || 'no policy at all'}`;
  },
});
