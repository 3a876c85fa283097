import { z } from 'zod';
import { canonical } from '#domain/json.ts';
import type { Input, Reader } from '#ports/cloud.ts';
import { readConfiguration } from './function.ts';

const Alias = z.object({
  name: z.string(),
  version: z.string(),
  /** Shares of other versions, when it divides its calls. */
  weights: z.record(z.string(), z.number()),
  /** Changes with every change of the alias. */
  revision: z.string().optional(),
});
export type Alias = z.infer<typeof Alias>;

type Runtime = NonNullable<Input<'lambda', 'updateFunctionConfiguration'>['Runtime']>;
/** What decides what a function does, besides its code. */
const Settings = z.object({
  Handler: z.string().optional(),
  Runtime: z.custom<Runtime>((value) => typeof value === 'string').optional(),
  Role: z.string().optional(),
  Timeout: z.int().optional(),
  MemorySize: z.int().optional(),
  Layers: z.array(z.string()),
});
type Settings = z.infer<typeof Settings>;
const SomeSettings = Settings.partial();

/** What callers of a function run: the versions behind its aliases, else what is not published. */
export const Running = z.object({
  /** In the order of their names. */
  aliases: z.array(Alias),
  settings: Settings,
  /** AWS's digest of the code. */
  code: z.string(),
  /** Keyed digest of the environment variables: their values are nobody's business. */
  variables: z.string(),
  /** The published versions that there still are. */
  versions: z.array(z.string()),
});
type Running = z.infer<typeof Running>;

/** Throws `no-such-resource`. */
export async function readRunning(reader: Reader, name: string): Promise<Running> {
  const [configuration, { Aliases = [] }, { Versions = [] }] = await Promise.all([
    readConfiguration(reader, name),
    reader.read('lambda', 'listAliases', { FunctionName: name }),
    reader.read('lambda', 'listVersionsByFunction', { FunctionName: name }),
  ]);
  const { Handler, Runtime, Role, Timeout, MemorySize, Layers = [], CodeSha256 = '', Environment } = configuration;
  const aliases = Aliases.map(({ Name = '', FunctionVersion = '', RoutingConfig, RevisionId }) => ({
    name: Name,
    version: FunctionVersion,
    weights: RoutingConfig?.AdditionalVersionWeights ?? {},
    revision: RevisionId,
  }));
  return {
    aliases: aliases.toSorted((a, b) => a.name.localeCompare(b.name)),
    settings: { Handler, Runtime, Role, Timeout, MemorySize, Layers: Layers.flatMap(({ Arn }) => Arn ?? []) },
    code: CodeSha256,
    variables: reader.digest(canonical(Environment?.Variables ?? {})),
    versions: Versions.flatMap(({ Version }) => (Version === undefined || Version === '$LATEST' ? [] : [Version])),
  };
}

/** The settings of the good state that are others now. */
export function lostSettings(now: Settings, good: Settings): z.infer<typeof SomeSettings> {
  const present = new Map(Object.entries(now).map(([name, value]) => [name, canonical(value ?? null)]));
  return SomeSettings.parse(
    Object.fromEntries(Object.entries(good).filter(([name, value]) => present.get(name) !== canonical(value ?? null))),
  );
}

/** The aliases of the good state that lead elsewhere now, each as it was good and as it is; `now` is nothing when it is gone. */
export const lostAliases = (now: Running, good: Running): readonly { readonly good: Alias; readonly now: Alias | undefined }[] =>
  good.aliases
    .map((alias) => ({ good: alias, now: now.aliases.find(({ name }) => name === alias.name) }))
    .filter((each) => each.now === undefined || leads(each.now) !== leads(each.good));

const leads = ({ version, weights }: Alias): string => canonical({ version, weights });
