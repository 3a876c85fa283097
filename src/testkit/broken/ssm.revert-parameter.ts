import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const guarded = [{ Key: 'selfheal:guarded', Value: 'true' }];
const overwrite =
  (Value: string): Variant['break'] =>
  ({ ssm }, params) =>
    ssm.putParameter({ Name: text(params, 'name'), Value, Overwrite: true });

/** Every other parameter with its history; of the parameter itself its tags, and the versions before the break with their labels. */
async function neighbours({ ssm }: Clients, { name }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Parameters = [] } = await ssm.describeParameters({});
  const all = Parameters.map(async ({ Name = '' }) => {
    const history = await ssm.getParameterHistory({ Name, WithDecryption: true });
    const tags = await told(ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name }));
    return { Name, tags, versions: (history.Parameters ?? []).filter(({ Version = 0 }) => Name !== name || Version < 3) };
  });
  return JSON.parse(JSON.stringify(await Promise.all(all))) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'a labelled value is overwritten, beside a parameter that nobody guards',
    unrecorded: true,
    async setUp({ ssm }) {
      const Name = '/shop/mode';
      await ssm.putParameter({ Name, Value: 'secure', Type: 'String', Description: 'how the shop runs', Tags: guarded });
      await ssm.putParameter({ Name, Value: 'secure-2', Overwrite: true });
      await ssm.labelParameterVersion({ Name, ParameterVersion: 2, Labels: ['selfheal-good', 'release'] });
      await ssm.putParameter({ Name: '/shop/theme', Value: 'light', Type: 'String' });
      return { name: Name };
    },
    break: overwrite('insecure'),
    neighbours,
  },
  {
    title: 'a recorded secret is overwritten',
    async setUp({ ssm }) {
      const Name = '/shop/payment-key';
      await ssm.putParameter({ Name, Value: 'first-key-7Q', Type: 'SecureString', Tags: guarded });
      await ssm.putParameter({ Name, Value: 'second-key-9Z', Overwrite: true });
      await ssm.putParameter({ Name: '/shop/mail-key', Value: 'mail-key-3X', Type: 'SecureString', Tags: guarded });
      return { name: Name };
    },
    break: overwrite('stolen-key-0O'),
    neighbours,
  },
  {
    title: 'only the event tells which version is bad',
    unrecorded: true,
    async setUp({ ssm }) {
      const Name = 'shop-currencies';
      await ssm.putParameter({ Name, Value: 'EUR', Type: 'StringList', Tags: guarded });
      await ssm.putParameter({ Name, Value: 'EUR,USD', Overwrite: true });
      await ssm.labelParameterVersion({ Name, ParameterVersion: 1, Labels: ['launch'] });
      return { name: Name, version: 3 };
    },
    break: overwrite('EUR,USD,XXX'),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
