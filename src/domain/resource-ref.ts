import { z } from 'zod';

/** A resource of one AWS account, named the CloudFormation way; `region` is `global` for services without regions. */
export const ResourceRef = z.object({
  type: z.string().regex(/^AWS::\w*::\w+$/),
  id: z.string().min(1),
  arn: z.string().optional(),
  partition: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
});
export type ResourceRef = Readonly<z.infer<typeof ResourceRef>>;

/** Where calls go: one region of one account. */
export interface Site {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** How the regions of the other partitions are called. Source: `partitions.json` of the SDKs. */
const partitions: Readonly<Record<string, string>> = {
  'cn-': 'aws-cn',
  'us-gov-': 'aws-us-gov',
  'eusc-': 'aws-eusc',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'eu-isoe-': 'aws-iso-e',
  'us-isof-': 'aws-iso-f',
  'eu-isof-': 'aws-iso-f',
};

/** `aws`, `aws-cn`, `aws-us-gov` …, by the region's name. */
export const partitionOf = (region: string): string => Object.entries(partitions).find(([start]) => region.startsWith(start))?.[1] ?? 'aws';

/** The key under which claims and listings know a resource. */
export const resourceKey = ({ partition, account, region, type, id }: Omit<ResourceRef, 'arn'>): string =>
  [partition, account, region, type, id].join('|');
