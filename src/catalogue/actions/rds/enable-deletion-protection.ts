import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({
  status: z.string(),
  deletionProtection: z.boolean(),
  /** The cluster that it is in; there the cluster carries the protection. */
  cluster: z.string().optional(),
});
type State = z.infer<typeof State>;

export const enableDeletionProtection = defineAction({
  id: 'rds.enable-deletion-protection',
  title: 'Protect a database instance against deletion',
  resource: 'AWS::RDS::DBInstance',
  heals: ['securityhub:RDS.8', 'config:rds-instance-deletion-protection-enabled'],
  params: z.object({ instance: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id }],
  list: listInstances,
  tags: instanceTags,

  risk: { level: 'low', blastRadius: 'whoever deletes the instance, and has to lift the protection first', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['rds:DescribeDBInstances'],
    write: ['rds:ModifyDBInstance'],
    undo: ['rds:ModifyDBInstance'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:db:{instance}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instance }) {
    const found = await readInstance(cloud, instance);
    return State.parse({
      status: found.DBInstanceStatus,
      deletionProtection: found.DeletionProtection ?? false,
      cluster: found.DBClusterIdentifier,
    });
  },
  wrong: (state) => (lacks(state) ? 'the instance can be deleted at once: its deletion protection is off' : undefined),
  refuses: (state) => (lacks(state) ? whyStuck(state.status) : undefined),
  /** Takes effect at once, whatever waits for the maintenance window (API reference of ModifyDBInstance). */
  fix: (state, { instance }) =>
    lacks(state) && isReady(state.status)
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, DeletionProtection: true })]
      : [],
  after: (state): State => (lacks(state) && isReady(state.status) ? { ...state, deletionProtection: true } : state),
  comparable: ({ deletionProtection, cluster }) => ({ deletionProtection, cluster }),
  undo: (before, now, { instance }) =>
    !before.deletionProtection && now.deletionProtection
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, DeletionProtection: false })]
      : [],
});

const lacks = ({ deletionProtection, cluster }: State): boolean => !deletionProtection && cluster === undefined;
