/** How prices differ abroad: one column for each kind of thing, by a thing of that kind whose prices stand in the table. */
export type Kind = 'burst' | 'general' | 'compute' | 'memory' | 'disk';

/** USD by region: an hour of t3.large, m5.large, c5.large and r5.large (Linux), a gigabyte-month of gp3 (aws.amazon.com/ec2/pricing/on-demand, aws.amazon.com/ebs/pricing). */
const rows: Readonly<Record<string, Readonly<Record<Kind, number>>>> = {
  'us-east-1': { burst: 0.0832, general: 0.096, compute: 0.085, memory: 0.126, disk: 0.08 },
  'us-east-2': { burst: 0.0832, general: 0.096, compute: 0.085, memory: 0.126, disk: 0.08 },
  'us-west-1': { burst: 0.0992, general: 0.112, compute: 0.106, memory: 0.14, disk: 0.096 },
  'us-west-2': { burst: 0.0832, general: 0.096, compute: 0.085, memory: 0.126, disk: 0.08 },
  'ca-central-1': { burst: 0.0928, general: 0.107, compute: 0.093, memory: 0.138, disk: 0.088 },
  'eu-west-1': { burst: 0.0912, general: 0.107, compute: 0.096, memory: 0.141, disk: 0.088 },
  'eu-west-2': { burst: 0.0944, general: 0.111, compute: 0.101, memory: 0.148, disk: 0.0928 },
  'eu-west-3': { burst: 0.0944, general: 0.112, compute: 0.101, memory: 0.148, disk: 0.0928 },
  'eu-central-1': { burst: 0.096, general: 0.115, compute: 0.097, memory: 0.152, disk: 0.0952 },
  'eu-north-1': { burst: 0.0864, general: 0.102, compute: 0.091, memory: 0.134, disk: 0.0836 },
  'ap-southeast-1': { burst: 0.1056, general: 0.12, compute: 0.098, memory: 0.152, disk: 0.096 },
  'ap-southeast-2': { burst: 0.1056, general: 0.12, compute: 0.111, memory: 0.151, disk: 0.096 },
  'ap-northeast-1': { burst: 0.1088, general: 0.124, compute: 0.107, memory: 0.152, disk: 0.096 },
  'ap-northeast-2': { burst: 0.104, general: 0.118, compute: 0.096, memory: 0.152, disk: 0.0912 },
  'ap-south-1': { burst: 0.0896, general: 0.101, compute: 0.085, memory: 0.13, disk: 0.0912 },
  'sa-east-1': { burst: 0.1344, general: 0.153, compute: 0.131, memory: 0.201, disk: 0.152 },
};

/** How much dearer than in us-east-1 things of a kind are in a region; nothing for a region that the table does not have. */
export function dearness(region: string, kind: Kind): number | undefined {
  const here = rows[region];
  const home = rows['us-east-1'];
  return here === undefined || home === undefined ? undefined : here[kind] / home[kind];
}

/** Regions whose prices are those of us-east-1, so that nothing is rough about them. */
export const asInUsEast1: ReadonlySet<string> = new Set(['us-east-1', 'us-east-2', 'us-west-2']);
