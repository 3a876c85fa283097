import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Site } from '#domain/resource-ref.ts';
import type { AwsCredentials } from './credentials.ts';
import type { Client, Operation } from './services.ts';

const connectMs = 3_000;
const mostClients = 200;

/** The AWS region that serves a site: services without regions are called in the partition's first one. */
export function regionOf({ partition, region }: Pick<Site, 'partition' | 'region'>): string {
  if (region !== 'global') return region;
  if (partition === 'aws-cn') return 'cn-north-1';
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
}

interface ClientOptions {
  readonly endpoint?: string | undefined;
  /** How long one request may take; connecting may take 3 s of it. */
  readonly timeoutMs: number;
}

/** How an SDK client is built: no console output, kept-alive connections, both timeouts as errors. */
export function clientConfig({ endpoint, timeoutMs }: ClientOptions): object {
  const agent = { keepAlive: true, maxSockets: 50 };
  return {
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestHandler: {
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      connectionTimeout: Math.min(connectMs, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
  };
}

interface ClientWanted {
  readonly service: string;
  readonly operation: Operation;
  readonly site: Site;
  readonly credentials: AwsCredentials;
  readonly attempts: number;
}

/** One client per service, region, key and number of attempts; the least recently used ones are forgotten, the connections are shared. */
export function clientCache(options: ClientOptions): (wanted: ClientWanted) => Client {
  const shared = clientConfig(options);
  const cache = new Map<string, Client>();
  return ({ service, operation, site, credentials, attempts }) => {
    const region = regionOf(site);
    const key = [service, region, credentials.accessKeyId, credentials.sessionToken ?? '', attempts].join('|');
    const client = cache.get(key) ?? operation.client({ ...shared, region, credentials, maxAttempts: attempts });
    cache.delete(key);
    cache.set(key, client);
    const oldest = cache.keys().next().value;
    if (cache.size > mostClients && oldest !== undefined) cache.delete(oldest);
    return client;
  };
}
