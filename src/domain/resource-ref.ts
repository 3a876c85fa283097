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

/** `aws`, `aws-cn` or `aws-us-gov`, by the region's name (docs.aws.amazon.com/general/latest/gr/rande.html). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The key under which claims and listings know a resource. */
export const resourceKey = ({ partition, account, region, type, id }: Omit<ResourceRef, 'arn'>): string =>
  [partition, account, region, type, id].join('|');
