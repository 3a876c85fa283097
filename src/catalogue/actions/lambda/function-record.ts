import { z } from 'zod';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Configuration = Output<'lambda', 'getFunctionConfiguration'>;

/** All that a function has to be made with, besides its code and the values of its variables. */
export const FunctionRecord = z.object({
  /** `Active` when it can run. */
  status: z.string(),
  /** `Zip`, or `Image` for a container image. */
  kind: z.string(),
  /** AWS's digest of its package: SHA-256 in base64. */
  code: z.string(),
  /** In the shape of CreateFunction. */
  settings: z.record(z.string(), z.json()),
  /** Keyed digests of the values of its variables, by their names. */
  values: z.array(z.object({ of: z.string(), digest: z.string() })),
  tags: z.record(z.string(), z.string()),
  /** Executions that are reserved for it. */
  reserved: z.int().nullable(),
  /** Statements of its policy. */
  statements: z.array(z.string()),
  aliases: z.array(z.string()),
});
export type FunctionRecord = z.infer<typeof FunctionRecord>;

/** A function that is there, as it would have to be made again. */
export async function recordFunction(reader: Reader, name: string, configuration: Configuration): Promise<FunctionRecord> {
  const [{ Aliases = [] }, { ReservedConcurrentExecutions: reserved }, policy, { Tags = {} }] = await Promise.all([
    reader.read('lambda', 'listAliases', { FunctionName: name }),
    reader.read('lambda', 'getFunctionConcurrency', { FunctionName: name }),
    reader.find('lambda', 'getPolicy', { FunctionName: name }, ['ResourceNotFoundException']),
    reader.read('lambda', 'listTags', { Resource: configuration.FunctionArn }),
  ]);
  const variables = Object.entries(configuration.Environment?.Variables ?? {});
  return FunctionRecord.parse({
    status: configuration.State ?? 'Active',
    kind: configuration.PackageType ?? 'Zip',
    code: configuration.CodeSha256 ?? '',
    settings: settingsOf(configuration),
    values: variables.map(([of, value]) => ({ of, digest: reader.digest(value) })).toSorted((a, b) => (a.of < b.of ? -1 : 1)),
    tags: Object.fromEntries(Object.entries(Tags).filter(([key]) => !key.startsWith('aws:'))),
    reserved: reserved ?? null,
    statements: statementsOf(policy?.Policy)
      .flatMap(({ text }) => policyForm(text) ?? [])
      .toSorted(),
    aliases: Aliases.flatMap(({ Name }) => Name ?? []).toSorted((a, b) => a.localeCompare(b)),
  });
}

/** What the configuration says, in the words of CreateFunction; what is not set is left out. */
function settingsOf({ Layers = [], VpcConfig: vpc, TracingConfig: tracing, SnapStart: snap, ...its }: Configuration): JsonObject {
  const settings = {
    Architectures: its.Architectures,
    DeadLetterConfig: its.DeadLetterConfig,
    Description: its.Description === '' ? undefined : its.Description,
    EphemeralStorage: its.EphemeralStorage,
    FileSystemConfigs: its.FileSystemConfigs?.length === 0 ? undefined : its.FileSystemConfigs,
    Handler: its.Handler,
    KMSKeyArn: its.KMSKeyArn,
    Layers: Layers.length === 0 ? undefined : Layers.map(({ Arn }) => Arn),
    LoggingConfig: its.LoggingConfig,
    MemorySize: its.MemorySize,
    Role: its.Role,
    Runtime: its.Runtime,
    SnapStart: snap?.ApplyOn === undefined || snap.ApplyOn === 'None' ? undefined : { ApplyOn: snap.ApplyOn },
    Timeout: its.Timeout,
    TracingConfig: tracing,
    VpcConfig: (vpc?.SubnetIds ?? []).length === 0 ? undefined : { ...vpc, VpcId: undefined },
  };
  return JSON.parse(JSON.stringify(settings));
}
