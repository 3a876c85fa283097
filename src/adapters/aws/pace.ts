import { HealError } from '#domain/heal-error.ts';

/**
 * How many questions a second AWS answers an account in a region, all who ask together. What we look up beside a heal must leave room for
 * others, so in a storm a question beyond that is not sent. CloudTrail: its user guide, "Quotas"; CloudWatch Logs: its user guide, "quotas".
 */
const perSecond: Readonly<Record<string, number>> = { 'cloudtrail.lookupEvents': 2, 'logs.filterLogEvents': 5 };
/** One incident asks a few at the same moment, which AWS lets pass. */
const burst = 3;
const mostSites = 500;

interface Bucket {
  tokens: number;
  at: number;
}

/** Takes its turn for a question, or throws `throttled` when too many were sent in the last moment. */
export function paced(now: () => number): (where: string, name: string) => void {
  const buckets = new Map<string, Bucket>();
  return (where, name) => {
    const rate = perSecond[name];
    if (rate === undefined) return;
    const at = now();
    const bucket = buckets.get(where) ?? { tokens: rate * burst, at };
    bucket.tokens = Math.min(rate * burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1_000) * rate);
    bucket.at = at;
    buckets.delete(where);
    buckets.set(where, bucket);
    const oldest = buckets.keys().next().value;
    if (buckets.size > mostSites && oldest !== undefined) buckets.delete(oldest);
    if (bucket.tokens < 1)
      throw new HealError('throttled', `${name} was not asked: AWS answers ${rate} such questions a second, and more were wanted.`, {
        details: { aws: 'not-asked' },
      });
    bucket.tokens -= 1;
  };
}
