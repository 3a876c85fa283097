import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** The smallest ZIP file that there is: the record that ends one, and nothing before it. */
export const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]);

/** Makes a function with a role of its own. */
export async function makeFunction(
  { iam, lambda }: Clients,
  FunctionName: string,
  settings: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const { Role } = await iam.createRole({
    RoleName: `${FunctionName}-role`,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  await lambda.createFunction({
    FunctionName,
    Role: Role?.Arn,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: emptyZip },
    ...settings,
  });
  return FunctionName;
}

/** Every function with its configuration, concurrency, policy, aliases and tags; of the one function without what a heal is about. */
export async function allFunctionsBut({ lambda }: Clients, name: string, without: (picture: JsonObject) => JsonObject): Promise<Json> {
  const { Functions = [] } = await lambda.listFunctions({});
  const pictures = Functions.map(async ({ FunctionName = '', FunctionArn }) => {
    const { Configuration, Concurrency, Tags } = await lambda.getFunction({ FunctionName });
    const { RevisionId: _, LastModified: __, ...configuration } = { ...Configuration };
    const policy = object(await told(lambda.getPolicy({ FunctionName })));
    const statements = typeof policy.Policy === 'string' ? object(JSON.parse(policy.Policy) as Json).Statement : [];
    const aliases = await told(lambda.listAliases({ FunctionName }));
    const versions = await told(lambda.listVersionsByFunction({ FunctionName }));
    const picture = { configuration, Concurrency, Tags, statements, aliases, versions: versionsOf(versions), FunctionArn };
    const plain = JSON.parse(JSON.stringify(picture)) as JsonObject;
    return [FunctionName, FunctionName === name ? without(plain) : plain];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}

const object = (value: Json): JsonObject => Object(value) as JsonObject;

/** The published ones: the other changes with the function. */
const versionsOf = (answer: Json): Json => {
  const { Versions } = object(answer);
  return Array.isArray(Versions)
    ? (Versions as readonly Json[]).map(object).flatMap(({ Version }) => (Version === '$LATEST' ? [] : [Version ?? null]))
    : [];
};
