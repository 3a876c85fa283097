import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { Json } from '#domain/json.ts';
import { allFunctionsBut, emptyZip, makeFunction } from './lambda-functions.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

/** A guarded function, its package where its owner keeps it, and the copies of its variables. */
async function make(
  clients: Clients,
  FunctionName: string,
  { Environment, ...settings }: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const { lambda, s3, site, ssm } = clients;
  const Bucket = `selfheal-packages-${site.account}-${site.region}`;
  await s3.createBucket({
    Bucket,
    ...(site.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: site.region as 'eu-west-1' } }),
  });
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  await s3.putObject({ Bucket, Key: `${FunctionName}.zip`, Body: emptyZip, ChecksumAlgorithm: 'SHA256' });
  await makeFunction(clients, FunctionName, { Tags: { 'selfheal:guarded': 'true', owner: 'shop' }, Environment, ...settings });
  for (const [name, Value] of Object.entries(Environment?.Variables ?? {}))
    await ssm.putParameter({ Name: `/selfheal/copies/lambda/${FunctionName}/${name}`, Value, Type: 'SecureString' });
  await lambda.addPermission({
    FunctionName,
    StatementId: 'topic',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: `arn:aws:sns:${site.region}:${site.account}:orders`,
  });
  return FunctionName;
}
const remove: Variant['break'] = ({ lambda }, params) => lambda.deleteFunction({ FunctionName: text(params, 'function') });

/** Every other function, and what the owner keeps. */
const neighbours: Variant['neighbours'] = async (clients, params): Promise<Json> => {
  const name = text(params, 'function');
  const { [name]: _itself, ...others } = Object(await allFunctionsBut(clients, name, () => ({}))) as Record<string, Json>;
  const { Versions = [] } = await clients.s3.listObjectVersions({
    Bucket: `selfheal-packages-${clients.site.account}-${clients.site.region}`,
  });
  const parameters = await told(clients.ssm.getParametersByPath({ Path: '/selfheal', Recursive: true, WithDecryption: true }));
  return [others, Versions.map(({ Key = '', VersionId = '' }) => `${Key} ${VersionId}`), parameters];
};

export const variants: readonly Variant[] = [
  {
    title: 'a function with variables and reserved concurrency is deleted, beside another',
    async setUp(clients) {
      await makeFunction(clients, 'beside', { Timeout: 10 });
      const name = await make(clients, 'order-intake', {
        Timeout: 60,
        MemorySize: 512,
        Environment: { Variables: { MODE: 'quality', DB_PASSWORD: 'hunter2-hunter2' } },
      });
      await clients.lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: 5 });
      return { function: name, deleted: true };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'a function with a description and a larger disk is deleted',
    setUp: async (clients) => ({
      function: await make(clients, 'resize', { Description: 'makes pictures small', EphemeralStorage: { Size: 1024 } }),
      deleted: true,
    }),
    break: remove,
    neighbours,
  },
  {
    title: 'a function that two services call is deleted',
    async setUp(clients) {
      const FunctionName = await make(clients, 'mail', { Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } });
      await clients.lambda.addPermission({
        FunctionName,
        StatementId: 'rule',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceAccount: clients.site.account,
      });
      return { function: FunctionName, deleted: true };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-function', says: 'the function is gone' };
