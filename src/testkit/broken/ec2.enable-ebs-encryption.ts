import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, told, type Variant } from './variant.ts';

const disable: Variant['break'] = ({ ec2 }) => ec2.disableEbsEncryptionByDefault({});
const encrypted = async ({ ec2 }: Clients): Promise<void> => void (await ec2.enableEbsEncryptionByDefault({}));

/** Every volume with its encryption, and the networks. */
async function neighbours({ ec2 }: Clients): Promise<Json> {
  const { Volumes = [] } = await ec2.describeVolumes({});
  return [JSON.parse(JSON.stringify(Volumes)) as Json, await told(ec2.describeVpcs({}))];
}

export const variants: readonly Variant[] = [
  {
    title: 'an account without volumes turns it off',
    async setUp(clients) {
      await encrypted(clients);
      return { account: clients.site.account };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'it is turned off beside volumes that are and are not encrypted',
    async setUp(clients) {
      await encrypted(clients);
      const zone = { AvailabilityZone: `${clients.site.region}a`, Size: 8 };
      await clients.ec2.createVolume({ ...zone, Encrypted: true });
      await clients.ec2.createVolume({ ...zone, Encrypted: false });
      return { account: clients.site.account };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'it is turned off, on and off again',
    async setUp(clients) {
      await encrypted(clients);
      return { account: clients.site.account };
    },
    async break(clients, params) {
      await disable(clients, params);
      await encrypted(clients);
      await disable(clients, params);
    },
    neighbours,
  },
];

export const absent: Absent = 'always there';
