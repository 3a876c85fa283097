import { HealError } from '#domain/heal-error.ts';
import { partitionOf } from '#domain/resource-ref.ts';
import type { Hands } from '#ports/hands.ts';
import { clientCache } from './clients.ts';
import type { AwsCredentials } from './credentials.ts';
import { findOperation } from './services.ts';

export interface HandsOptions {
  readonly endpoint: string;
  readonly keys: AwsCredentials;
  readonly account: string;
  readonly region: string;
}

const timeoutMs = 15_000;

/** A person's hands on a sandbox, under the person's own keys. Errors are the SDK's own. */
export function awsHands({ endpoint, keys, account, region }: HandsOptions): Hands {
  const clientFor = clientCache({ endpoint, timeoutMs });
  const site = { partition: partitionOf(region), account, region };
  const hands: Hands = {
    account,
    region,
    async do(service, name, input) {
      const operation = await findOperation(service, name);
      if (operation === undefined)
        throw new HealError('unsupported-operation', `${service}.${name} is not an operation that the SDK knows.`);
      return (await clientFor({ service, operation, site, credentials: keys, attempts: 3 }).send(
        operation.command(Object(input)),
      )) as never;
    },
    async as(role, session) {
      const { Credentials } = await hands.do('sts', 'assumeRole', {
        RoleArn: `arn:${site.partition}:iam::${account}:role/${role}`,
        RoleSessionName: session,
      });
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials ?? {};
      if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
        throw new HealError('aws-error', `STS gave no keys for the role ${role}.`);
      return awsHands({ endpoint, keys: { accessKeyId, secretAccessKey, sessionToken }, account, region });
    },
  };
  return hands;
}
