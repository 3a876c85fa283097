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

/** Has the type disks of its own, which lose what is on them when the instance stops? Their family says so: `m5d`, `r6id`, `i4i`, `d3`. */
export const hasOwnDisks = (type: string): boolean => /^(?:[a-z]+\d+[a-z]*d|i\d|d\d|h1|x1|f1)/.test(type.split('.')[0] ?? type);

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
