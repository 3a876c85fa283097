import { instanceSetting } from './database-setting.ts';

export const enableMinorUpgrades = instanceSetting({
  id: 'rds.enable-minor-upgrades',
  title: 'Let a database instance take minor version upgrades by itself',
  heals: ['securityhub:RDS.13', 'config:rds-automatic-minor-version-upgrade-enabled'],
  risk: {
    level: 'low',
    blastRadius: 'the instance, which restarts in its maintenance window when AWS brings an upgrade',
    outage: 'possible',
  },
  keeps: 'before',
  setting: 'AutoMinorVersionUpgrade',
  healthy: true,
  wrong: 'minor versions, and the security fixes in them, do not reach the instance',
  /** DocumentDB takes no minor upgrades, whatever this says (its API reference of CreateDBInstance). */
  decidedBy: ({ Engine: engine }) => (engine === 'docdb' ? engine : undefined),
});
