import { instanceSetting } from './database-setting.ts';

export const enableDeletionProtection = instanceSetting({
  id: 'rds.enable-deletion-protection',
  title: 'Protect a database instance against deletion',
  heals: ['securityhub:RDS.8', 'config:rds-instance-deletion-protection-enabled'],
  risk: { level: 'low', blastRadius: 'whoever deletes the instance, and has to lift the protection first', outage: 'none' },
  keeps: 'before',
  setting: 'DeletionProtection',
  healthy: true,
  wrong: 'the instance can be deleted at once: its deletion protection is off',
  /** A cluster carries the protection of its members. */
  decidedBy: ({ DBClusterIdentifier: cluster }) => cluster,
});
