import { defineScenario } from '#catalogue/define-scenario.ts';

export const iamPasswordPolicyDeleted = defineScenario({
  id: 'iam-password-policy-deleted',
  title: 'The password policy of the account is deleted',
  action: 'iam.set-password-policy',
  resource: 'AWS::::Account',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands) {
    await hands.do('iam', 'updateAccountPasswordPolicy', { MinimumPasswordLength: 20, RequireSymbols: true });
    return hands.account;
  },
  break: async (hands) => void (await hands.do('iam', 'deleteAccountPasswordPolicy', {})),
  async expect(hands) {
    const { PasswordPolicy: policy } = await hands.do('iam', 'getAccountPasswordPolicy', {});
    const strong =
      policy?.RequireSymbols && policy.RequireNumbers && policy.RequireUppercaseCharacters && policy.RequireLowercaseCharacters;
    return strong === true && (policy?.MinimumPasswordLength ?? 0) >= 14 ? undefined : 'the account takes weak passwords';
  },
});
