import { clusterSetting } from './database-setting.ts';

export const enableClusterDeletionProtection = clusterSetting({
  id: 'rds.enable-cluster-deletion-protection',
  title: 'Protect a database cluster against deletion',
  heals: ['securityhub:RDS.7', 'config:rds-cluster-deletion-protection-enabled'],
  risk: { level: 'low', blastRadius: 'whoever deletes the cluster, and has to lift the protection first', outage: 'none' },
  keeps: 'before',
  setting: 'DeletionProtection',
  healthy: true,
  wrong: 'the cluster can be deleted at once: its deletion protection is off',
});
