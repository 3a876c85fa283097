import { instanceSetting } from './database-setting.ts';

export const makeInstancePrivate = instanceSetting({
  id: 'rds.make-instance-private',
  title: 'Take the public address from a database instance',
  heals: ['securityhub:RDS.2', 'config:rds-instance-public-access-check'],
  risk: { level: 'medium', blastRadius: 'clients that reach the database from outside its VPC', outage: 'possible' },
  keeps: 'safer',
  setting: 'PubliclyAccessible',
  healthy: false,
  wrong: 'the instance is publicly accessible',
});
