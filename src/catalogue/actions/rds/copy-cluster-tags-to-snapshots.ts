import { clusterSetting } from './database-setting.ts';

export const copyClusterTagsToSnapshots = clusterSetting({
  id: 'rds.copy-cluster-tags-to-snapshots',
  title: 'Let the snapshots of a database cluster carry its tags',
  heals: ['securityhub:RDS.16', 'config:rds-cluster-copy-tags-to-snapshots-enabled'],
  risk: {
    level: 'low',
    blastRadius: 'snapshots from now on: whatever goes by tags (policies, bills, lifecycles) counts them in',
    outage: 'none',
  },
  keeps: 'before',
  setting: 'CopyTagsToSnapshot',
  healthy: true,
  wrong: 'its snapshots have none of its tags',
});
