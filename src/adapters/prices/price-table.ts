import type { Prices } from '#ports/prices.ts';

const hoursAMonth = 730;

/** On-demand list prices in USD of us-east-1 (Linux), as AWS published them in 2026-11. By unit: `ec2:<type>` an hour, `dynamodb:restore-gb` once per gigabyte, `ebs:gp3-gb` a month per gigabyte. */
const table: Readonly<Record<string, { readonly usd: number; readonly by: 'hour' | 'once' | 'month' }>> = {
  'ec2:t2.micro': { usd: 0.0116, by: 'hour' },
  'ec2:t3.nano': { usd: 0.0052, by: 'hour' },
  'ec2:t3.micro': { usd: 0.0104, by: 'hour' },
  'ec2:t3.small': { usd: 0.0208, by: 'hour' },
  'ec2:t3.medium': { usd: 0.0416, by: 'hour' },
  'ec2:t3.large': { usd: 0.0832, by: 'hour' },
  'ec2:t3.xlarge': { usd: 0.1664, by: 'hour' },
  'ec2:m5.large': { usd: 0.096, by: 'hour' },
  'ec2:m6i.large': { usd: 0.096, by: 'hour' },
  'ec2:m6i.xlarge': { usd: 0.192, by: 'hour' },
  'ec2:c6i.large': { usd: 0.085, by: 'hour' },
  'ec2:r6i.large': { usd: 0.126, by: 'hour' },
  'dynamodb:recovery-gb': { usd: 0.2, by: 'month' },
  'dynamodb:restore-gb': { usd: 0.15, by: 'once' },
  'dynamodb:storage-gb': { usd: 0.25, by: 'month' },
  'ebs:gp2-gb': { usd: 0.1, by: 'month' },
  'ebs:gp3-gb': { usd: 0.08, by: 'month' },
  'ebs:snapshot-gb': { usd: 0.05, by: 'month' },
  'kms:key': { usd: 1, by: 'month' },
  'kms:rotation': { usd: 1, by: 'month' },
  'logs:storage-gb': { usd: 0.03, by: 'month' },
  'rds:backup-gb': { usd: 0.095, by: 'month' },
  'secretsmanager:secret': { usd: 0.4, by: 'month' },
};

/** How much dearer a region is, roughly; a region that is not listed has no known price. */
const factors: Readonly<Record<string, number>> = {
  'us-east-1': 1,
  'us-east-2': 1,
  'us-west-2': 1,
  'us-west-1': 1.19,
  'ca-central-1': 1.12,
  'eu-west-1': 1.1,
  'eu-west-2': 1.13,
  'eu-west-3': 1.14,
  'eu-central-1': 1.15,
  'eu-north-1': 1.04,
  'ap-southeast-1': 1.27,
  'ap-southeast-2': 1.27,
  'ap-northeast-1': 1.31,
  'ap-south-1': 1.08,
  'sa-east-1': 1.62,
};

const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** The dated table; anything it lacks makes the whole cost unknown, and unknown is asked. */
export const priceTable: Prices = {
  price(items, region) {
    const priced = items.map((item) => {
      const row = table[item.unit];
      const factor = factors[region];
      if (item.quantity === 0) return { ...item, usd: 0 };
      if (row === undefined || factor === undefined) return item;
      return { ...item, usd: row.usd * factor * item.quantity * (row.by === 'hour' ? hoursAMonth : 1) };
    });
    const sum = (per: 'month' | 'once'): number =>
      cents(priced.reduce((total, item) => total + (item.per === per && 'usd' in item ? item.usd : 0), 0));
    return { known: priced.every((item) => 'usd' in item), monthlyUsd: sum('month'), onceUsd: sum('once'), items: priced };
  },
};
