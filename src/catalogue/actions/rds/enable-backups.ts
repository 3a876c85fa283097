import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

/** Security Hub RDS.11 asks for this many days unless its parameter says otherwise. */
const usualDays = 7;
/** How much of a database changes in a day, for the estimate of what its backups take: a guess on the high side. */
const dailyChange = 0.05;

const Params = z.object({ instance: z.string().min(1), days: z.int().min(1).max(35) });
type Params = z.infer<typeof Params>;
const State = z.object({
  status: z.string(),
  /** 0 = no automated backups. */
  days: z.int(),
  gigabytes: z.number(),
  /** The cluster that it is in, which keeps the backups then. */
  cluster: z.string().optional(),
  replicaOf: z.string().optional(),
  /** The recovery point of AWS Backup, when that keeps its continuous backups. */
  recoveryPoint: z.string().optional(),
  /** Changes that wait for the maintenance window, by name. */
  pending: z.array(z.string()),
});
type State = z.infer<typeof State>;

export const enableBackups = defineAction({
  id: 'rds.enable-backups',
  title: 'Keep automated backups of a database instance long enough',
  resource: 'AWS::RDS::DBInstance',
  heals: ['securityhub:RDS.11', 'config:db-instance-backup-enabled'],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id, days: usualDays }],
  list: listInstances,
  tags: instanceTags,

  risk: { level: 'medium', blastRadius: 'the instance, which restarts when it had no backups at all', outage: 'brief' },
  cost: ({ gigabytes, days }, params) => [
    {
      what: `backups of ${gigabytes} GB for ${params.days} days beyond what is free`,
      unit: 'rds:backup-gb',
      quantity: gigabytes * Math.max(0, params.days - days) * dailyChange,
      per: 'month',
    },
  ],
  permissions: {
    read: ['rds:DescribeDBInstances'],
    write: ['rds:ModifyDBInstance'],
    undo: ['rds:ModifyDBInstance'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:db:{instance}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instance }) {
    const found = await readInstance(cloud, instance);
    return State.parse({
      status: found.DBInstanceStatus,
      days: found.BackupRetentionPeriod ?? 0,
      gigabytes: found.AllocatedStorage ?? 0,
      cluster: found.DBClusterIdentifier,
      replicaOf: found.ReadReplicaSourceDBInstanceIdentifier,
      recoveryPoint: found.AwsBackupRecoveryPointArn,
      pending: Object.entries(found.PendingModifiedValues ?? {}).flatMap(([name, value]) => (isEmpty(value) ? [] : [name])),
    });
  },
  wrong(state, params) {
    if (!lacks(state, params)) return undefined;
    if (state.days === 0) return 'the instance has no automated backups';
    return `its backups are kept for ${state.days} days, not for ${params.days}`;
  },
  refuses(state, params) {
    if (!lacks(state, params)) return undefined;
    if (state.replicaOf !== undefined) return `it is a replica of ${state.replicaOf}: a person decides whether it needs backups of its own`;
    if (state.recoveryPoint !== undefined) return 'AWS Backup keeps its backups, and lets nobody else say how long: change its plan';
    const other = state.pending.filter((name) => name !== 'BackupRetentionPeriod');
    if (other.length > 0) return `${other.join(' and ')} waits for the maintenance window and would be applied at once with it`;
    return whyStuck(state.status);
  },
  /** At once: turning backups on would else wait for the maintenance window, up to a week. */
  fix: (state, params) =>
    lacks(state, params) && isReady(state.status)
      ? [
          call('rds', 'modifyDBInstance', {
            DBInstanceIdentifier: params.instance,
            BackupRetentionPeriod: params.days,
            ApplyImmediately: true,
          }),
        ]
      : [],
  after: (state, params): State => (lacks(state, params) && isReady(state.status) ? { ...state, days: params.days, pending: [] } : state),
  comparable: ({ days, gigabytes, cluster, replicaOf }) => ({ days, gigabytes, cluster, replicaOf }),
  /** Back to 0 deletes every automated backup: `keeps: 'safer'` leaves that to people. */
  undo: (before, now, { instance }) =>
    before.days < now.days
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, BackupRetentionPeriod: before.days, ApplyImmediately: true })]
      : [],
});

const isEmpty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

const lacks = ({ days, cluster }: State, params: Params): boolean => days < params.days && cluster === undefined;
