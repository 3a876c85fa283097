import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Tags } from '#domain/facts.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { isGuarded, listGuardedParameters, parameterTags, readVersions, Settings } from './parameter.ts';

/** Below this name stand the copies of guarded parameters: a plan says where a value is, never what it is. */
const copies = '/selfheal/copies';

const Known = z.object({
  /** Keyed digest of the current value. */
  digest: z.string(),
  settings: Settings,
  tags: z.record(z.string(), z.string()),
});
const Copy = z.object({ version: z.int(), digest: z.string() });
const State = z.object({
  /** Of a parameter that is there and guarded. */
  known: Known.optional(),
  /** Its tags once more, where every recorded state has them: of what is deleted they tell the environment and the protection. */
  tags: z.record(z.string(), z.string()).optional(),
  gone: z.boolean(),
  /** Looked for only when the parameter is gone. */
  recorded: Known.optional(),
  copy: Copy.optional(),
});
type State = z.infer<typeof State>;

export const recreateParameter = defineAction({
  id: 'ssm.recreate-parameter',
  title: 'Make a guarded parameter anew that was deleted',
  resource: 'AWS::SSM::Parameter',
  heals: [],
  params: z.object({ name: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ name: id }],
  list: listGuardedParameters,
  tags: parameterTags,

  risk: {
    level: 'low',
    blastRadius: 'everything that reads the parameter; its earlier versions and their labels do not come back',
    outage: 'none',
  },
  /** Parameters of the tier that it had, which was paid for before. */
  cost: () => [],
  permissions: {
    read: ['ssm:DescribeParameters', 'ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:ListTagsForResource'],
    write: ['ssm:PutParameter'],
    undo: ['ssm:DeleteParameter'],
    dependent: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'ssm:AddTagsToResource'],
    on: ['arn:{partition}:ssm:{region}:{account}:parameter/{name}'],
  },
  // Without Overwrite, a parameter that is there again is refused: nobody's value is written over.
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { name }) {
    const known = await readKnown(cloud, name);
    if (known !== undefined) return { gone: false, known, tags: known.tags };
    if (await exists(cloud, name)) return { gone: false };
    const [record, copy] = await Promise.all([
      recordOf(cloud, { type: 'AWS::SSM::Parameter', id: name }, z.object({ known: Known.optional() })),
      readCopy(cloud, name),
    ]);
    return { gone: true, recorded: record?.known, copy };
  },
  wrong: ({ gone }) => (gone ? 'the parameter is gone' : undefined),
  refuses({ gone, recorded, copy }, { name }) {
    if (!gone) return undefined;
    if (recorded === undefined) return 'it was never recorded, because nobody guarded it: only a person knows what it was';
    if (copy === undefined) return `there is no copy of its value at ${copyOf(name)}`;
    if (copy.digest !== recorded.digest) return `the copy at ${copyOf(name)} does not hold the value that was recorded as good`;
    return recorded.settings.policies > 0 ? 'it had parameter policies (expiration or notification) that nobody recorded' : undefined;
  },
  fix({ gone, recorded, copy }, { name }) {
    if (!gone || recorded === undefined || copy === undefined) return [];
    const { type, tier, keyId, dataType, description, allowedPattern } = recorded.settings;
    return [
      call('ssm', 'putParameter', {
        Name: name,
        Value: { sealed: { parameter: copyOf(name), ...copy } },
        Type: type,
        Tier: tier,
        KeyId: keyId,
        DataType: dataType,
        Description: description,
        AllowedPattern: allowedPattern,
        // In one order, because a plan is known by its hash and a stored state has its keys in another.
        Tags: Object.entries(recorded.tags)
          .map(([Key, Value]) => ({ Key, Value }))
          .toSorted((a, b) => (a.Key < b.Key ? -1 : 1)),
      }),
    ];
  },
  after: (state): State =>
    state.gone && state.recorded !== undefined ? { gone: false, known: state.recorded, tags: state.recorded.tags } : state,
  comparable: ({ gone, known }) => ({ gone, known }),
  /** Deletes what was made: `keeps: 'safer'` leaves that to people. */
  undo: (before, now, { name }) => (before.gone && !now.gone ? [call('ssm', 'deleteParameter', { Name: name })] : []),
});

const copyOf = (name: string): string => `${copies}${name.startsWith('/') ? '' : '/'}${name}`;

async function readKnown(reader: Reader, name: string): Promise<z.infer<typeof Known> | undefined> {
  const tags = await tagsOf(reader, name);
  if (tags === undefined || !(await isGuarded(reader, name))) return undefined;
  const { versions, settings } = await readVersions(reader, name);
  const own = Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
  return { digest: versions.at(-1)?.digest ?? '', settings, tags: own };
}

const exists = async (reader: Reader, name: string): Promise<boolean> => (await tagsOf(reader, name)) !== undefined;

/** Nothing when there is no such parameter. */
async function tagsOf(reader: Reader, name: string): Promise<Tags | undefined> {
  const found = await reader.find('ssm', 'listTagsForResource', { ResourceType: 'Parameter', ResourceId: name }, ['InvalidResourceId']);
  return found && Object.fromEntries((found.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

async function readCopy(reader: Reader, name: string): Promise<z.infer<typeof Copy> | undefined> {
  const found = await reader.find('ssm', 'getParameter', { Name: copyOf(name), WithDecryption: true }, ['ParameterNotFound']);
  const { Version: version, Value } = found?.Parameter ?? {};
  return version === undefined || Value === undefined ? undefined : { version, digest: reader.digest(Value) };
}
