import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const guarded = [{ Key: 'selfheal:guarded', Value: 'true' }];
const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'instance'), ['DBInstanceStatus']);
const stop: Variant['break'] = ({ rds }, params) => rds.stopDBInstance({ DBInstanceIdentifier: text(params, 'instance') });

export const variants: readonly Variant[] = [
  {
    title: 'one of two instances is stopped',
    async setUp(clients) {
      await makeDatabase(clients, 'customers', { Tags: guarded });
      return { instance: await makeDatabase(clients, 'orders', { Tags: guarded }) };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'an instance is stopped beside one that was stopped before',
    async setUp(clients) {
      await clients.rds.stopDBInstance({ DBInstanceIdentifier: await makeDatabase(clients, 'old', { Tags: guarded }) });
      return { instance: await makeDatabase(clients, 'invoices', { Engine: 'mysql', Tags: guarded }) };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'a protected instance with a snapshot is stopped',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { DeletionProtection: true, Tags: guarded });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance };
    },
    break: stop,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
