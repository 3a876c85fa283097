import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Site } from '#domain/resource-ref.ts';

/** A person's own clients for one region of one account. */
export interface Clients {
  readonly site: Site;
  readonly dynamodb: DynamoDB;
  readonly ec2: EC2;
  readonly s3: S3;
  readonly ssm: SSM;
}

/** One way to break what an action heals, with neighbours that healing must not touch. */
export interface Variant {
  readonly title: string;
  /** The good state of a guarded or restorable resource was never recorded. */
  readonly unrecorded?: true;
  /** Makes the resource and its neighbours; the answer is the action's parameters. */
  setUp(clients: Clients): Promise<JsonObject>;
  break(clients: Clients, params: JsonObject): Promise<unknown>;
  /** Everything beside the condition, as AWS tells it: of the same resource and of others. */
  neighbours(clients: Clients, params: JsonObject): Promise<Json>;
}

/** Clients that send everything to one endpoint. */
export function clientsFor(
  site: Site,
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
): Clients {
  const config = { endpoint, region: site.region, credentials };
  return {
    site,
    dynamodb: new DynamoDB(config),
    ec2: new EC2(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    ssm: new SSM(config),
  };
}

/** What the SDK answered as JSON, without what belongs to the call; `null` when there is none. */
export async function told(answer: Promise<object>): Promise<Json> {
  try {
    const { $metadata: _, ...said } = (await answer) as { $metadata?: unknown };
    return JSON.parse(JSON.stringify(said)) as Json;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status !== undefined && status >= 400 && status < 500) return null;
    throw error;
  }
}

/** A parameter that is a text. */
export function text(params: JsonObject, name: string): string {
  const value = params[name];
  if (typeof value !== 'string') throw new TypeError(`the parameter ${name} is not a text`);
  return value;
}
