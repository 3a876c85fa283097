import { defineScenario } from '#catalogue/define-scenario.ts';

export const secretsmanagerSecretDeleted = defineScenario({
  id: 'secretsmanager-secret-deleted',
  title: 'A secret is deleted, and can still be restored',
  action: 'secretsmanager.restore-secret',
  resource: 'AWS::SecretsManager::Secret',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('secretsmanager', 'createSecret', { Name: name, SecretString: `only-for-${name}` });
    return name;
  },
  break: async (hands, secret) => void (await hands.do('secretsmanager', 'deleteSecret', { SecretId: secret, RecoveryWindowInDays: 7 })),
  async expect(hands, secret) {
    const { DeletedDate } = await hands.do('secretsmanager', 'describeSecret', { SecretId: secret });
    if (DeletedDate !== undefined) return 'the secret is still to be deleted';
    const { SecretString } = await hands.do('secretsmanager', 'getSecretValue', { SecretId: secret });
    return SecretString === `only-for-${secret}` ? undefined : 'its value is not what it was';
  },
});
