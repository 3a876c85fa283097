import { z } from 'zod';
import { statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { functionTags, isGuarded, listGuardedFunctions } from './function.ts';
import { Copies, copiesBelow, Package, packageAt, readCopies, readPackage } from './function-means.ts';
import { FunctionRecord, recordFunction } from './function-record.ts';
import { asPermission, type Permission } from './permission-statement.ts';

/** Tells a function that Selfheal made again from one that somebody else did. */
const marker = 'selfheal:recreated';

const State = z.object({
  site: z.object({ partition: z.string(), account: z.string(), region: z.string() }),
  there: z.boolean(),
  /** Of a guarded function that is there, its tags once more where every recorded state has them. */
  known: FunctionRecord.optional(),
  tags: z.record(z.string(), z.string()).optional(),
  /** As it was last recorded, before it was deleted. */
  recorded: FunctionRecord.optional(),
  /** Looked for only when the function is gone. */
  package: Package.optional(),
  copies: Copies.optional(),
});
type State = z.infer<typeof State>;
/** Was the function deleted? What somebody changes on one that was never away is theirs. */
const Params = z.object({ function: z.string().min(1), deleted: z.boolean() });
type Params = z.infer<typeof Params>;

export const recreateFunction = defineAction({
  id: 'lambda.recreate-function',
  title: 'Make a guarded function anew that was deleted, from the package that its owner keeps',
  resource: 'AWS::Lambda::Function',
  heals: [],
  params: Params,
  condition: ['deleted'],
  state: State,
  from: ({ id }) => [{ function: id, deleted: false }],
  list: listGuardedFunctions,
  tags: functionTags,

  risk: {
    level: 'medium',
    blastRadius:
      'every caller of the function, which runs the same code again; its URL, its earlier versions and what it did with failed events do not come back',
    outage: 'none',
  },
  /** A function that nobody calls costs nothing, and its calls were paid for before. */
  cost: () => [],
  permissions: {
    read: [
      'lambda:GetFunctionConcurrency',
      'lambda:GetFunctionConfiguration',
      'lambda:GetPolicy',
      'lambda:ListAliases',
      'lambda:ListFunctions',
      'lambda:ListTags',
      's3:GetObject',
      's3:ListBucket',
      'ssm:GetParameter',
      'ssm:GetParametersByPath',
    ],
    write: ['lambda:AddPermission', 'lambda:CreateFunction', 'lambda:PutFunctionConcurrency'],
    undo: ['lambda:DeleteFunction'],
    dependent: ['iam:PassRole', 'lambda:GetLayerVersion', 'lambda:TagResource', 's3:GetObject'],
    at: { 's3:GetObject': ['arn:{partition}:s3:::selfheal-packages-*/*'] },
    on: ['arn:{partition}:lambda:{region}:{account}:function:{function}', 'arn:{partition}:lambda:{region}:{account}:layer:*'],
  },
  // A function that is there again is refused: nobody's code is written over.
  repeat: 'safe',
  rounds: 2,
  settles: '5m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { function: name }) {
    const { partition, account, region } = cloud.site;
    const site = { partition, account, region };
    const [found, record] = await Promise.all([
      cloud.find('lambda', 'getFunctionConfiguration', { FunctionName: name }, ['ResourceNotFoundException']),
      recordOf(cloud, { type: 'AWS::Lambda::Function', id: name }, z.object({ known: FunctionRecord.optional() })),
    ]);
    const recorded = record?.known;
    if (found !== undefined) {
      const known = (await isGuarded(cloud, name)) ? await recordFunction(cloud, name, found) : undefined;
      return { site, there: true, known, tags: known?.tags, recorded };
    }
    if (recorded === undefined) return { site, there: false };
    const [kept, copies] = await Promise.all([readPackage(cloud, name, recorded.code), readCopies(cloud, name)]);
    return { site, there: false, recorded, package: kept, copies };
  },
  wrong(state, params) {
    if (!state.there) return 'the function is gone';
    const { known, recorded } = state;
    if (known === undefined || recorded === undefined || !isOurs(state, params)) return undefined;
    if (known.status === 'Pending') return 'the function is still being made';
    if (known.status === 'Failed') return 'AWS could not make the function';
    if (known.code !== recorded.code) return 'the function that was made runs another code than the one recorded as good';
    const lost = [
      ...(lostStatements(state).length > 0 ? ['statements of its policy'] : []),
      ...(lacksReserve(state) ? ['its concurrency'] : []),
    ];
    return lost.length === 0 ? undefined : `the function that was made again lacks ${lost.join(' and ')}`;
  },
  refuses(state, { function: name }) {
    if (state.there) return undefined;
    return state.recorded === undefined
      ? 'it was never recorded, because nobody guarded it: deploy it again'
      : hindrance(state, state.recorded, name);
  },
  fix(state, params) {
    const { there, recorded, known } = state;
    const { function: name } = params;
    if (recorded === undefined) return [];
    if (!there) return hindrance(state, recorded, name) === undefined ? [create(state, recorded, name)] : [];
    if (known?.status !== 'Active' || known.code !== recorded.code || !isOurs(state, params)) return [];
    return [
      ...lostStatements(state)
        .flatMap((text) => permissionOf(text) ?? [])
        .map((permission) => call('lambda', 'addPermission', { FunctionName: name, ...permission })),
      ...(lacksReserve(state) && recorded.reserved !== null
        ? [call('lambda', 'putFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: recorded.reserved })]
        : []),
    ];
  },
  after(state, params): State {
    const { site, there, recorded, known } = state;
    if (recorded === undefined) return state;
    if (!there) {
      if (hindrance(state, recorded, params.function) !== undefined) return state;
      const tags = { ...recorded.tags, [marker]: 'true' };
      const made = { ...recorded, status: 'Active', tags, reserved: null, statements: [], aliases: [] };
      return { site, there: true, known: made, tags, recorded };
    }
    if (known?.status !== 'Active' || known.code !== recorded.code || !isOurs(state, params)) return state;
    const statements = [...known.statements, ...lostStatements(state)].toSorted();
    return { ...state, known: { ...known, statements, reserved: recorded.reserved ?? known.reserved } };
  },
  comparable: ({ there, known }) => ({ there, known: known && { ...known, status: undefined } }),
  undo: (before, now, { function: name }) => (!before.there && now.there ? [call('lambda', 'deleteFunction', { FunctionName: name })] : []),
});

const isOurs = ({ known }: State, { deleted }: Params): boolean => deleted && known?.tags[marker] !== undefined;

/** The recorded statements that the policy lacks and that Lambda writes again. */
const lostStatements = ({ known, recorded }: State): readonly string[] =>
  (recorded?.statements ?? []).filter((text) => known?.statements.includes(text) === false && permissionOf(text) !== undefined);
const lacksReserve = ({ known, recorded }: State): boolean =>
  recorded !== undefined && recorded.reserved !== null && known?.reserved !== recorded.reserved;

/** Why one that is made anew would not be the same. */
function hindrance({ site, package: kept, copies = [] }: State, recorded: FunctionRecord, name: string): string | undefined {
  const { Bucket, Key } = packageAt({ site }, name);
  if (recorded.kind !== 'Zip') return 'it ran a container image, whose place nobody recorded: deploy it again';
  if (recorded.aliases.length > 0)
    return `its aliases (${recorded.aliases.join(', ')}) led to versions that are gone with it: deploy it again`;
  if (kept === undefined || kept.is === 'missing') return `its package is not kept as ${Key} in ${Bucket}: deploy it again`;
  if (kept.is === 'unproven')
    return `${Key} in ${Bucket} was uploaded without its SHA-256, so that nobody knows whether it is the code that ran`;
  if (kept.is === 'another') return `${Key} in ${Bucket} is not the code that ran: deploy it again`;
  const missing = recorded.values.filter(({ of, digest }) => !copies.some((copy) => copy.of === of && copy.digest === digest));
  if (missing.length > 0)
    return `there is no copy of its variables ${missing.map(({ of }) => of).join(', ')} as they were below ${copiesBelow(name)}`;
  const odd = recorded.statements.find((text) => permissionOf(text) === undefined);
  return odd === undefined ? undefined : 'its policy had a statement that Lambda would not write again: a person makes it anew';
}

const permissionOf = (text: string): Permission | undefined => {
  const [statement] = statementsOf(`{"Statement":[${text}]}`);
  return statement && asPermission(statement);
};

/** Made as data, not by `call`: its runtime and architecture are as AWS named them. */
function create({ site, package: kept, copies = [] }: State, { settings, values, tags }: FunctionRecord, name: string): Call {
  const { Bucket: S3Bucket, Key: S3Key } = packageAt({ site }, name);
  const Code = { S3Bucket, S3Key, ...(kept?.version === undefined ? {} : { S3ObjectVersion: kept.version }) };
  const sealed = values.map(({ of }) => {
    const { version, digest } = copies.find((copy) => copy.of === of) ?? {};
    return [of, { sealed: { parameter: `${copiesBelow(name)}/${of}`, version, digest } }] as const;
  });
  const Environment = sealed.length === 0 ? {} : { Environment: { Variables: Object.fromEntries(sealed) } };
  const input = { FunctionName: name, ...settings, ...Environment, Code, Tags: { ...tags, [marker]: 'true' } };
  return { service: 'lambda', operation: 'createFunction', input };
}
