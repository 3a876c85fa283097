import { instanceSetting } from './database-setting.ts';

export const copyTagsToSnapshots = instanceSetting({
  id: 'rds.copy-tags-to-snapshots',
  title: 'Let the snapshots of a database instance carry its tags',
  heals: ['securityhub:RDS.17', 'config:rds-instance-copy-tags-to-snapshots-enabled'],
  risk: {
    level: 'low',
    blastRadius: 'snapshots from now on: whatever goes by tags (policies, bills, lifecycles) counts them in',
    outage: 'none',
  },
  keeps: 'before',
  setting: 'CopyTagsToSnapshot',
  healthy: true,
  wrong: 'its snapshots have none of its tags',
  /** The cluster decides for the snapshots of its members. */
  decidedBy: ({ DBClusterIdentifier: cluster }) => cluster,
});
