import type { Reader } from '#ports/cloud.ts';

/** Sizes of instance types, smallest first (docs.aws.amazon.com/ec2/latest/instancetypes). */
const sizes = [
  'nano',
  'micro',
  'small',
  'medium',
  'large',
  'xlarge',
  '2xlarge',
  '3xlarge',
  '4xlarge',
  '6xlarge',
  '8xlarge',
  '9xlarge',
  '10xlarge',
  '12xlarge',
  '16xlarge',
  '18xlarge',
  '24xlarge',
  '32xlarge',
  '48xlarge',
];

/** Has the type disks of its own, which lose what is on them when the instance stops? Names do not tell (`g5` has them): AWS does, and a type that it does not know counts as one. */
export async function hasOwnDisks(cloud: Reader, type: string): Promise<boolean> {
  const Filters = [{ Name: 'instance-type', Values: [type] }];
  const { InstanceTypes = [] } = await cloud.read('ec2', 'describeInstanceTypes', { Filters });
  return InstanceTypes.find(({ InstanceType }) => InstanceType === type)?.InstanceStorageSupported !== false;
}

/** The next larger size of the same family that the zone offers; nothing when there is none. */
export async function nextSize(cloud: Reader, type: string, zone: string): Promise<string | undefined> {
  const [family = '', size = ''] = type.split('.');
  const larger = sizes.includes(size) ? sizes.slice(sizes.indexOf(size) + 1).map((each) => `${family}.${each}`) : [];
  if (larger.length === 0) return undefined;
  const { InstanceTypeOfferings = [] } = await cloud.read('ec2', 'describeInstanceTypeOfferings', {
    LocationType: 'availability-zone',
    Filters: [
      { Name: 'location', Values: [zone] },
      { Name: 'instance-type', Values: larger },
    ],
  });
  const offered = new Set<string | undefined>(InstanceTypeOfferings.map(({ InstanceType }) => InstanceType));
  return larger.find((each) => offered.has(each));
}
