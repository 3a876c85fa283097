import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({ status: z.string(), publiclyAccessible: z.boolean() });
type State = z.infer<typeof State>;

export const makeInstancePrivate = defineAction({
  id: 'rds.make-instance-private',
  title: 'Take the public address from a database instance',
  resource: 'AWS::RDS::DBInstance',
  heals: ['securityhub:RDS.2', 'config:rds-instance-public-access-check'],
  params: z.object({ instance: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id }],
  list: listInstances,
  tags: instanceTags,

  risk: { level: 'medium', blastRadius: 'clients that reach the database from outside its VPC', outage: 'possible' },
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
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instance }) {
    const { DBInstanceStatus: status, PubliclyAccessible } = await readInstance(cloud, instance);
    return State.parse({ status, publiclyAccessible: PubliclyAccessible ?? false });
  },
  wrong({ status, publiclyAccessible }) {
    if (!publiclyAccessible) return undefined;
    return isReady(status) ? 'the instance is publicly accessible' : `the instance is publicly accessible and ${status}`;
  },
  refuses: ({ status, publiclyAccessible }) => (publiclyAccessible ? whyStuck(status) : undefined),
  /** Takes effect at once, whatever waits for the maintenance window (API reference of ModifyDBInstance): that must not be applied with it. */
  fix: ({ status, publiclyAccessible }, { instance }) =>
    publiclyAccessible && isReady(status)
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, PubliclyAccessible: false })]
      : [],
  after: (state): State => (isReady(state.status) ? { ...state, publiclyAccessible: false } : state),
  comparable: ({ publiclyAccessible }) => ({ publiclyAccessible }),
  undo: (before, now, { instance }) =>
    before.publiclyAccessible && !now.publiclyAccessible
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, PubliclyAccessible: true })]
      : [],
});
