import type { Kind } from './region-prices.ts';

/** USD an hour of the `large` of a family in us-east-1, Linux, on demand, by the kind whose regional prices it follows (as of 2026-01-19). */
const families: Readonly<Record<Exclude<Kind, 'disk'>, Readonly<Record<string, number>>>> = {
  burst: { t2: 0.0928, t3: 0.0832, t3a: 0.0752, t4g: 0.0672 },
  general: {
    m4: 0.1,
    m5: 0.096,
    m5a: 0.086,
    m5ad: 0.103,
    m5d: 0.113,
    m5dn: 0.136,
    m5n: 0.119,
    m6a: 0.0864,
    m6g: 0.077,
    m6gd: 0.0904,
    m6i: 0.096,
    m6id: 0.11865,
    m7a: 0.11592,
    m7g: 0.0816,
    m7i: 0.1008,
    'm7i-flex': 0.09576,
    m8a: 0.12172,
    m8g: 0.08976,
    m8i: 0.10584,
  },
  compute: {
    c4: 0.1,
    c5: 0.085,
    c5a: 0.077,
    c5ad: 0.086,
    c5d: 0.096,
    c5n: 0.108,
    c6a: 0.0765,
    c6g: 0.068,
    c6gd: 0.0768,
    c6gn: 0.0864,
    c6i: 0.085,
    c6id: 0.1008,
    c6in: 0.1134,
    c7a: 0.10264,
    c7g: 0.0725,
    c7gd: 0.0907,
    c7gn: 0.1248,
    c7i: 0.08925,
    'c7i-flex': 0.08479,
    c8a: 0.10777,
    c8g: 0.07976,
    c8i: 0.09371,
  },
  memory: {
    r4: 0.133,
    r5: 0.126,
    r5a: 0.113,
    r5ad: 0.131,
    r5d: 0.144,
    r5n: 0.149,
    r6a: 0.1134,
    r6g: 0.1008,
    r6gd: 0.1152,
    r6i: 0.126,
    r6id: 0.1512,
    r7a: 0.15215,
    r7g: 0.1071,
    r7i: 0.1323,
    r8a: 0.15976,
    r8g: 0.11782,
    r8i: 0.13892,
  },
};

/** Families whose regional prices the table holds themselves; those of the others follow them roughly. */
const exactAbroad: ReadonlySet<string> = new Set(['t3', 'm5', 'm6i', 'c5', 'c6i', 'r5', 'r6i']);

const small: Readonly<Record<string, number>> = { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };

/** How many `large` a size is: prices of one family go by size. Bare metal does not. */
const larges = (size: string): number | undefined => small[size] ?? (/^\d+xlarge$/.test(size) ? 2 * Number.parseInt(size, 10) : undefined);

const kinds = ['burst', 'general', 'compute', 'memory'] as const;

/** What an hour of an instance type costs in us-east-1 and how that changes abroad; nothing for a type that the table does not have. */
export function instanceRow(type: string): { readonly usd: number; readonly kind: Kind; readonly exact: boolean } | undefined {
  const [family = '', size = ''] = type.split('.');
  const count = larges(size);
  const kind = kinds.find((each) => families[each][family] !== undefined);
  const large = kind === undefined ? undefined : families[kind][family];
  if (kind === undefined || large === undefined || count === undefined) return undefined;
  return { usd: large * count, kind, exact: exactAbroad.has(family) };
}
