import type { Service } from '#ports/cloud.ts';

type Package = Readonly<Record<string, unknown>>;

/** Every service that calls may name: its client class, and its package, imported when the first call is sent. */
const services: Readonly<Record<Service, { readonly client: string; readonly load: () => Promise<Package> }>> = {
  cloudwatch: { client: 'CloudWatchClient', load: () => import('@aws-sdk/client-cloudwatch') },
  dynamodb: { client: 'DynamoDBClient', load: () => import('@aws-sdk/client-dynamodb') },
  ec2: { client: 'EC2Client', load: () => import('@aws-sdk/client-ec2') },
  iam: { client: 'IAMClient', load: () => import('@aws-sdk/client-iam') },
  s3: { client: 'S3Client', load: () => import('@aws-sdk/client-s3') },
  ssm: { client: 'SSMClient', load: () => import('@aws-sdk/client-ssm') },
  sts: { client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
};

/** What AWS answered, as the SDK gives it. */
export type Answer = Readonly<Record<string, unknown>> & { readonly $metadata?: { readonly requestId?: string } };

type Middleware = (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>;

/** One request of the SDK, before it is sent. */
interface Command {
  readonly middlewareStack: { add(middleware: Middleware, options: { readonly step: 'deserialize'; readonly priority: 'low' }): void };
}

/** A client of one service, its types erased: inputs are typed by the port, where calls are made. */
export interface Client {
  send(command: Command): Promise<Answer>;
}

/** One operation of the SDK. */
export interface Operation {
  command(input: object): Command;
  /** The package's own paginator, where it has one. */
  readonly paginate: ((config: { readonly client: Client }, input: object) => AsyncGenerator<Answer>) | undefined;
  /** A new client of the service. */
  client(config: object): Client;
}

/** The operation of that SDK method name (`getPublicAccessBlock`), or nothing when the SDK does not know it. */
export async function findOperation(service: string, name: string): Promise<Operation | undefined> {
  if (!Object.hasOwn(services, service) || !/^[a-z]\w*$/.test(name)) return undefined;
  const { client, load } = services[service as Service];
  const loaded = await load();
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  const Command = loaded[`${pascal}Command`] as (new (input: object) => Command) | undefined;
  if (Command === undefined) return undefined;
  const Client = loaded[client] as new (config: object) => Client;
  return {
    command: (input) => new Command(input),
    paginate: loaded[`paginate${pascal}`] as Operation['paginate'],
    client: (config) => new Client(config),
  };
}

/** Only these names read; the port's types say the same. */
export const isRead = (operation: string): boolean => /^(get|describe|list|head|batchGet|lookup)/.test(operation);
