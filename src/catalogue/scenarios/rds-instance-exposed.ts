import { defineScenario } from '#catalogue/define-scenario.ts';

export const rdsInstanceExposed = defineScenario({
  id: 'rds-instance-exposed',
  title: 'A database instance is made publicly accessible',
  action: 'rds.make-instance-private',
  resource: 'AWS::RDS::DBInstance',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('rds', 'createDBInstance', {
      DBInstanceIdentifier: name,
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'shop',
      MasterUserPassword: `only-for-${name}`,
      PubliclyAccessible: false,
      BackupRetentionPeriod: 7,
      DeletionProtection: true,
    });
    return name;
  },
  break: async (hands, instance) =>
    void (await hands.do('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, PubliclyAccessible: true })),
  async expect(hands, instance) {
    const { DBInstances = [] } = await hands.do('rds', 'describeDBInstances', { DBInstanceIdentifier: instance });
    const { PubliclyAccessible, DeletionProtection, BackupRetentionPeriod } = DBInstances[0] ?? {};
    if (PubliclyAccessible !== false) return 'the instance is still publicly accessible';
    return DeletionProtection === true && BackupRetentionPeriod === 7 ? undefined : 'its protection or its backups were changed too';
  },
});
