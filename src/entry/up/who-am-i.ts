import { awsFailure, awsNames } from '#adapters/aws/aws-failure.ts';
import { clientConfig } from '#adapters/aws/clients.ts';
import type { AwsCredentials } from '#adapters/aws/credentials.ts';
import { HealError } from '#domain/heal-error.ts';
import { partitionOf } from '#domain/resource-ref.ts';

/** As whom AWS knows the keys that are used here. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

/** Whom to ask, and with which keys. */
export interface Asked {
  /** The emulator's; AWS itself when absent. */
  readonly endpoint?: string | undefined;
  /** The SDK's own credentials (environment, profile, SSO, instance) when absent. */
  readonly keys?: AwsCredentials | undefined;
  /** The SDK's own region when absent. */
  readonly region?: string | undefined;
}

const timeoutMs = 5_000;

/** Asks STS. Throws HealError `bad-input` without a region, `aws-unreachable` without credentials or without an answer. */
export async function whoAmI({ endpoint, keys, region }: Asked): Promise<Identity> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient({
    ...clientConfig({ endpoint, timeoutMs }),
    maxAttempts: 2,
    ...(keys === undefined ? {} : { credentials: keys }),
    ...(region === undefined ? {} : { region }),
  });
  try {
    const used = await client.config.region().catch((cause: unknown) => {
      throw new HealError('bad-input', 'No AWS region is set: name it with --region or in AWS_REGION.', { cause });
    });
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined)
      throw new HealError('aws-error', 'STS did not say whose keys these are: check the endpoint.');
    return { account: Account, arn: Arn, region: used };
  } catch (error) {
    throw unreachable(error, region ?? 'the default region');
  } finally {
    client.destroy();
  }
}

function unreachable(error: unknown, region: string): HealError {
  if (error instanceof HealError) return error;
  if (awsNames(error).includes('CredentialsProviderError'))
    return new HealError(
      'aws-unreachable',
      'No AWS credentials were found: set AWS_PROFILE or the access key variables, or sign in ("aws sso login").',
      {
        cause: error,
      },
    );
  const site = { partition: partitionOf(region), account: 'unknown account', region };
  const { message } = awsFailure(error, { service: 'sts', operation: 'getCallerIdentity', site, input: {} });
  return new HealError('aws-unreachable', `AWS does not answer: ${message}`, { retry: 'later', cause: error });
}
