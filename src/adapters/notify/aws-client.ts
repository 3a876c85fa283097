import { awsFailure } from '#adapters/aws/aws-failure.ts';
import { clientConfig } from '#adapters/aws/clients.ts';
import type { AwsCredentials } from '#adapters/aws/credentials.ts';
import type { HealError } from '#domain/heal-error.ts';
import { partitionOf, type Site } from '#domain/resource-ref.ts';
import { notTold } from './not-told.ts';

const timeoutMs = 10_000;

/** With whose keys and where AWS is told: the engine's own, never the write role's. */
export interface AwsConnection {
  readonly account: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  /** Absent: the SDK's default chain. */
  readonly credentials?: (() => Promise<AwsCredentials>) | undefined;
}

/** The configuration of a client for a channel. The outbox tries again, the SDK does not. */
export const connectionTo = ({ region, endpoint, credentials }: AwsConnection, elsewhere = region): object => ({
  ...clientConfig({ endpoint, timeoutMs }),
  region: elsewhere,
  maxAttempts: 1,
  ...(credentials === undefined ? {} : { credentials }),
});

/** What AWS answered to a channel's call, as `not-told`: refused as such, or to be tried again. */
export function refusal(
  channel: string,
  error: unknown,
  service: string,
  operation: string,
  { account, region }: AwsConnection,
): HealError {
  const site: Site = { partition: partitionOf(region), account, region };
  const { message, retry, details } = awsFailure(error, { service, operation, site, input: {} });
  // A message that AWS calls wrong stays wrong; a missing permission, identity or topic is for people to mend.
  const wrong = /InvalidParameter|BadRequest|Validation|TooLarge/i.test(String(details?.['aws'])) && retry === 'never';
  return notTold(channel, message, { retry: wrong ? 'never' : 'later', cause: error });
}
