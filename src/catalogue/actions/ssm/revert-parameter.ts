import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { isGuarded, listGuardedParameters, parameterTags, readVersions, Settings, Version } from './parameter.ts';

const goodLabel = 'selfheal-good';

const Params = z.object({
  name: z.string().min(1),
  /** The version that the event made; what was there before it is good when nothing better is known. */
  version: z.int().positive().optional(),
});
type Params = z.infer<typeof Params>;
const State = z.object({
  guarded: z.boolean(),
  /** Oldest first; none is read of a parameter that is not guarded. */
  versions: z.array(Version),
  settings: Settings.optional(),
  /** The digest of the value that was current when the parameter was last recorded as good. */
  recorded: z.string().optional(),
});
type State = z.infer<typeof State>;

export const revertParameter = defineAction({
  id: 'ssm.revert-parameter',
  title: 'Bring back the known-good value of a guarded parameter',
  resource: 'AWS::SSM::Parameter',
  heals: [],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ name: id }],
  list: listGuardedParameters,
  tags: parameterTags,

  risk: { level: 'medium', blastRadius: 'everything that reads the parameter', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ssm:DescribeParameters', 'ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:ListTagsForResource'],
    write: ['ssm:PutParameter'],
    undo: ['ssm:PutParameter'],
    dependent: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    on: ['arn:{partition}:ssm:{region}:{account}:parameter/{name}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { name }) {
    if (!(await isGuarded(cloud, name))) return { guarded: false, versions: [] };
    const [read, record] = await Promise.all([
      readVersions(cloud, name),
      recordOf(cloud, { type: 'AWS::SSM::Parameter', id: name }, z.object({ versions: z.array(Version) })),
    ]);
    return { guarded: true, ...read, recorded: record?.versions.at(-1)?.digest };
  },
  wrong(state, params) {
    const current = state.versions.at(-1);
    const good = goodDigest(state, params);
    if (current === undefined || good === undefined || current.digest === good.digest) return undefined;
    return `version ${current.version} differs from ${good.from}`;
  },
  refuses(state, params) {
    const good = goodDigest(state, params);
    if (good === undefined) return undefined;
    if (versionOf(state, good.digest) === undefined) return 'no version that AWS still has holds the known-good value';
    if (state.settings?.policies !== 0) return 'it has parameter policies (expiration or notification) that a new version could lose';
    const newest = state.versions.at(-1)?.version ?? 0;
    if (good.guess && params.version !== undefined && newest > params.version && missing(state, params) !== undefined)
      return `version ${newest} was written after version ${params.version}, which the event is about: a person decides which value is good`;
    return undefined;
  },
  fix(state, params) {
    const good = missing(state, params);
    return good === undefined ? [] : put(state, params, good);
  },
  after(state, params) {
    const good = missing(state, params);
    const next = (state.versions.at(-1)?.version ?? 0) + 1;
    return good === undefined ? state : { ...state, versions: [...state.versions, { ...good, version: next, labels: [] }] };
  },
  comparable: ({ guarded, versions, settings }) => ({
    guarded,
    settings,
    value: versions.at(-1)?.digest,
    labels: versions.flatMap(({ version, digest, labels }) => labels.map((label) => ({ label, version, digest }))),
  }),
  undo(before, now, params) {
    const was = before.versions.at(-1);
    return was === undefined || was.digest === now.versions.at(-1)?.digest ? [] : put(before, params, was);
  },
});

interface Good {
  readonly digest: string;
  readonly from: string;
  /** Nobody said that it is good: it was just there before. */
  readonly guess: boolean;
}

/** Labelled, else recorded, else what was there before the event. */
function goodDigest({ versions, recorded }: State, { version: made }: Params): Good | undefined {
  const labelled = versions.findLast(({ labels }) => labels.includes(goodLabel));
  if (labelled !== undefined) return { digest: labelled.digest, from: `version ${labelled.version}, labelled ${goodLabel}`, guess: false };
  if (recorded !== undefined) return { digest: recorded, from: 'the value that was recorded as good', guess: false };
  const before = made === undefined ? undefined : versions.findLast(({ version }) => version < made);
  return before && { digest: before.digest, from: `version ${before.version}, the one before the event`, guess: true };
}

/** The version that holds the good value, when it is not the current one's. */
function missing(state: State, params: Params): Version | undefined {
  const good = goodDigest(state, params);
  return good === undefined || good.digest === state.versions.at(-1)?.digest ? undefined : versionOf(state, good.digest);
}
const versionOf = ({ versions }: State, digest: string): Version | undefined => versions.findLast((each) => each.digest === digest);

function put({ settings }: State, { name }: Params, { version, digest }: Version): readonly Call[] {
  if (settings === undefined) return [];
  return [
    call('ssm', 'putParameter', {
      Name: name,
      Value: { sealed: { parameter: name, version, digest } },
      Overwrite: true,
      Type: settings.type,
      Tier: settings.tier,
      KeyId: settings.keyId,
      DataType: settings.dataType,
      Description: settings.description,
      AllowedPattern: settings.allowedPattern,
    }),
  ];
}
