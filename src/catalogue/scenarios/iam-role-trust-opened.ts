import { defineScenario } from '#catalogue/define-scenario.ts';
import { functionRole, trustPolicy } from './parts.ts';

export const iamRoleTrustOpened = defineScenario({
  id: 'iam-role-trust-opened',
  title: 'The role of a function is opened to every account of AWS',
  action: 'iam.remove-open-trust',
  resource: 'AWS::IAM::Role',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: functionRole,
  break: async (hands, RoleName) =>
    void (await hands.do('iam', 'updateAssumeRolePolicy', {
      RoleName,
      PolicyDocument: trustPolicy({ Service: 'lambda.amazonaws.com' }, { AWS: '*' }),
    })),
  async expect(hands, RoleName) {
    const { Role } = await hands.do('iam', 'getRole', { RoleName });
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    if (!trust.includes('lambda.amazonaws.com')) return 'the function may no longer assume its role';
    return trust.includes('"*"') ? 'everyone may still assume it' : undefined;
  },
});
