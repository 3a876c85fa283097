import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { functionTags, isGuarded, listGuardedFunctions } from './function.ts';
import { type Alias, lostAliases, lostSettings, Running, readRunning } from './version.ts';

const State = z.object({
  guarded: z.boolean(),
  /** Read of a guarded function only. */
  running: Running.optional(),
  /** As it was last recorded as good. */
  recorded: Running.optional(),
});
type State = z.infer<typeof State>;

export const revertFunction = defineAction({
  id: 'lambda.revert-function',
  title: 'Bring a guarded function back to its known-good version or configuration',
  resource: 'AWS::Lambda::Function',
  heals: [],
  params: z.object({ function: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ function: id }],
  list: listGuardedFunctions,
  tags: functionTags,

  risk: { level: 'medium', blastRadius: 'every caller of the function, which runs what it ran before', outage: 'none' },
  /** The good state was paid for before. */
  cost: () => [],
  permissions: {
    read: [
      'lambda:ListFunctions',
      'lambda:ListTags',
      'lambda:GetFunctionConfiguration',
      'lambda:ListAliases',
      'lambda:ListVersionsByFunction',
    ],
    write: ['lambda:UpdateAlias', 'lambda:UpdateFunctionConfiguration'],
    undo: ['lambda:UpdateAlias', 'lambda:UpdateFunctionConfiguration'],
    dependent: ['iam:PassRole', 'lambda:GetLayerVersion'],
    on: [
      'arn:{partition}:lambda:{region}:{account}:function:{function}',
      'arn:{partition}:lambda:{region}:{account}:function:{function}:*',
    ],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { function: name }) {
    if (!(await isGuarded(cloud, name))) return { guarded: false };
    const [running, record] = await Promise.all([
      readRunning(cloud, name),
      recordOf(cloud, { type: 'AWS::Lambda::Function', id: name }, z.object({ running: Running })),
    ]);
    return { guarded: true, running, recorded: record?.running };
  },
  wrong(state) {
    const { aliases, settings, inPlace } = lost(state);
    const reasons = [
      ...aliases.map(({ good, now }) =>
        now === undefined ? `alias ${good.name} is gone` : `alias ${good.name} does not lead to version ${good.version} alone`,
      ),
      ...Object.keys(settings).map((name) => `${name} is another`),
      ...inPlace,
    ];
    return reasons.length === 0 ? undefined : `of what was recorded as good, ${reasons.join(', ')}`;
  },
  refuses(state) {
    const { aliases, inPlace } = lost(state);
    const [first] = aliases.filter(({ good, now }) => now === undefined || !state.running?.versions.includes(good.version));
    if (first !== undefined && first.now === undefined)
      return `alias ${first.good.name} is gone, and its permissions with it: a person makes it anew`;
    if (first !== undefined) return `version ${first.good.version}, which alias ${first.good.name} led to, is gone`;
    return inPlace.length === 0
      ? undefined
      : `${inPlace.join(' and ')}, and nothing is published that could be gone back to: deploy it again`;
  },
  fix(state, { function: name }) {
    const { aliases, settings } = lost(state);
    return [
      ...aliases.flatMap(({ good, now }) => (now === undefined ? [] : [lead(name, good, now.revision)])),
      ...configure(name, settings),
    ];
  },
  after(state): State {
    const { running, recorded } = state;
    if (running === undefined || recorded === undefined) return state;
    const { aliases, settings } = lost(state);
    const good = (alias: Alias): Alias => ({
      ...alias,
      ...aliases.find(({ now }) => now?.name === alias.name)?.good,
      revision: alias.revision,
    });
    const Layers = settings.Layers ?? running.settings.Layers;
    return {
      ...state,
      running: { ...running, aliases: running.aliases.map(good), settings: { ...running.settings, ...settings, Layers } },
    };
  },
  comparable: ({ guarded, running }) => ({
    guarded,
    running: running && { ...running, aliases: running.aliases.map(({ name, version, weights }) => ({ name, version, weights })) },
  }),
  undo(before, now, { function: name }) {
    if (before.running === undefined || now.running === undefined) return [];
    const settings = lostSettings(now.running.settings, before.running.settings);
    const aliases = lostAliases(now.running, before.running);
    return [
      ...aliases.flatMap(({ good, now: is }) => (is === undefined ? [] : [lead(name, good, is.revision)])),
      ...configure(name, settings),
    ];
  },
});

/** Callers of aliases run published versions; only without aliases does it matter what is not published. */
function lost({ running, recorded }: State): {
  readonly aliases: ReturnType<typeof lostAliases>;
  readonly settings: ReturnType<typeof lostSettings>;
  /** What Lambda cannot take from anywhere: code comes as a package only, and variables are kept nowhere. */
  readonly inPlace: readonly string[];
} {
  if (running === undefined || recorded === undefined) return { aliases: [], settings: {}, inPlace: [] };
  if (recorded.aliases.length > 0) return { aliases: lostAliases(running, recorded), settings: {}, inPlace: [] };
  const inPlace = [
    ...(running.code === recorded.code ? [] : ['its code is another']),
    ...(running.variables === recorded.variables ? [] : ['its environment variables are others']),
  ];
  return { aliases: [], settings: lostSettings(running.settings, recorded.settings), inPlace };
}

/** AWS refuses when the alias was changed since it was read. */
const lead = (FunctionName: string, { name, version, weights }: Alias, revision: string | undefined): Call =>
  call('lambda', 'updateAlias', {
    FunctionName,
    Name: name,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: weights },
    RevisionId: revision,
  });

const configure = (FunctionName: string, settings: ReturnType<typeof lostSettings>): readonly Call[] =>
  Object.keys(settings).length === 0 ? [] : [call('lambda', 'updateFunctionConfiguration', { FunctionName, ...settings })];
