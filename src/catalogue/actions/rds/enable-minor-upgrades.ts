import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

/** DocumentDB takes no minor upgrades, whatever this says (its API reference of CreateDBInstance). */
const without = 'docdb';

const State = z.object({
  status: z.string(),
  minorUpgrades: z.boolean(),
  engine: z.string(),
});
type State = z.infer<typeof State>;

export const enableMinorUpgrades = defineAction({
  id: 'rds.enable-minor-upgrades',
  title: 'Let a database instance take minor version upgrades by itself',
  resource: 'AWS::RDS::DBInstance',
  heals: ['securityhub:RDS.13', 'config:rds-automatic-minor-version-upgrade-enabled'],
  params: z.object({ instance: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id }],
  list: listInstances,
  tags: instanceTags,

  risk: {
    level: 'low',
    blastRadius: 'the instance, which restarts in its maintenance window when AWS brings an upgrade',
    outage: 'possible',
  },
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
      minorUpgrades: found.AutoMinorVersionUpgrade ?? false,
      engine: found.Engine,
    });
  },
  wrong: (state) => (lacks(state) ? 'minor versions, and the security fixes in them, do not reach the instance' : undefined),
  refuses: (state) => (lacks(state) ? whyStuck(state.status) : undefined),
  /** Takes effect as soon as it can, whatever waits for the maintenance window (API reference of ModifyDBInstance). */
  fix: (state, { instance }) =>
    lacks(state) && isReady(state.status)
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, AutoMinorVersionUpgrade: true })]
      : [],
  after: (state): State => (lacks(state) && isReady(state.status) ? { ...state, minorUpgrades: true } : state),
  comparable: ({ minorUpgrades }) => ({ minorUpgrades }),
  undo: (before, now, { instance }) =>
    !before.minorUpgrades && now.minorUpgrades
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, AutoMinorVersionUpgrade: false })]
      : [],
});

const lacks = ({ minorUpgrades, engine }: State): boolean => !minorUpgrades && engine !== without;
