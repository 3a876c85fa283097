import { z } from 'zod';
import { type ActionSpec, defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import type { Action } from '#ports/catalogue.ts';
import { call } from '#ports/cloud.ts';
import { clusterTags, listClusters, readCluster } from './cluster.ts';
import { type Instance, instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({
  status: z.string(),
  /** The one setting, by AWS's name. */
  settings: z.record(z.string(), z.boolean()),
  /** Its cluster or engine, where that decides instead of the database. */
  decidedBy: z.string().optional(),
});
type State = z.infer<typeof State>;
type Instances = { readonly instance: string };
type Clusters = { readonly cluster: string };

/** A yes-or-no setting that a database takes at once, whatever waits for its maintenance window. */
interface Setting<Name extends string> extends Pick<ActionSpec<Instances, State>, 'id' | 'title' | 'risk' | 'keeps'> {
  readonly heals: readonly string[];
  readonly setting: Name;
  readonly healthy: boolean;
  /** What is said of a database that has it the other way. */
  readonly wrong: string;
}
type InstanceSetting = Setting<'AutoMinorVersionUpgrade' | 'CopyTagsToSnapshot' | 'DeletionProtection' | 'PubliclyAccessible'> & {
  decidedBy?(instance: Instance): string | undefined;
};

/** Puts one setting of a database instance right (API reference of ModifyDBInstance). */
export const instanceSetting = ({ setting, healthy, wrong, decidedBy, ...about }: InstanceSetting): Action =>
  defineAction<Instances, State>({
    ...about,
    ...rules<Instances>({ setting, healthy, wrong }, (value, { instance }) =>
      call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, [setting]: value }),
    ),
    resource: 'AWS::RDS::DBInstance',
    params: z.object({ instance: z.string().min(1) }),
    from: ({ id }) => [{ instance: id }],
    list: listInstances,
    tags: instanceTags,
    permissions: {
      read: ['rds:DescribeDBInstances'],
      write: ['rds:ModifyDBInstance'],
      undo: ['rds:ModifyDBInstance'],
      dependent: [],
      on: ['arn:{partition}:rds:{region}:{account}:db:{instance}'],
    },
    async observe(cloud, { instance }) {
      const found = await readInstance(cloud, instance);
      return State.parse({
        status: found.DBInstanceStatus,
        settings: { [setting]: found[setting] ?? false },
        decidedBy: decidedBy?.(found),
      });
    },
  });

/** Puts one setting of a database cluster right (API reference of ModifyDBCluster). */
export const clusterSetting = ({ setting, healthy, wrong, ...about }: Setting<'CopyTagsToSnapshot' | 'DeletionProtection'>): Action =>
  defineAction<Clusters, State>({
    ...about,
    ...rules<Clusters>({ setting, healthy, wrong }, (value, { cluster }) =>
      call('rds', 'modifyDBCluster', { DBClusterIdentifier: cluster, [setting]: value }),
    ),
    resource: 'AWS::RDS::DBCluster',
    params: z.object({ cluster: z.string().min(1) }),
    from: ({ id }) => [{ cluster: id }],
    list: listClusters,
    tags: clusterTags,
    permissions: {
      read: ['rds:DescribeDBClusters'],
      write: ['rds:ModifyDBCluster'],
      undo: ['rds:ModifyDBCluster'],
      dependent: [],
      on: ['arn:{partition}:rds:{region}:{account}:cluster:{cluster}'],
    },
    async observe(cloud, { cluster }) {
      const found = await readCluster(cloud, cluster);
      return State.parse({ status: found.Status, settings: { [setting]: found[setting] ?? false } });
    },
  });

/** What is the same for every setting of every kind of database. */
function rules<P>(
  { setting, healthy, wrong }: Pick<Setting<string>, 'setting' | 'healthy' | 'wrong'>,
  set: (value: boolean, params: P) => Call,
) {
  const isOff = ({ settings, decidedBy }: State): boolean => settings[setting] !== healthy && decidedBy === undefined;
  return {
    condition: [],
    state: State,
    cost: () => [],
    repeat: 'safe' as const,
    rounds: 1,
    settles: '10m' as const,
    recorded: false,
    exercised: { on: 'emulator' as const },
    wrong: (state: State) => (isOff(state) ? wrong : undefined),
    refuses: (state: State) => (isOff(state) ? whyStuck(state.status) : undefined),
    fix: (state: State, params: P) => (isOff(state) && isReady(state.status) ? [set(healthy, params)] : []),
    after: (state: State): State => (isOff(state) && isReady(state.status) ? { ...state, settings: { [setting]: healthy } } : state),
    comparable: ({ settings, decidedBy }: State) => ({ settings, decidedBy }),
    undo: (before: State, now: State, params: P) =>
      before.settings[setting] !== healthy && now.settings[setting] === healthy ? [set(!healthy, params)] : [],
  };
}
