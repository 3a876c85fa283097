import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { functionTags, listFunctions } from './function.ts';

const Limit = z.object({
  /** Executions that are reserved for the function; `null` when none are, and it shares the account's. */
  reserved: z.int().nonnegative().nullable(),
});
const State = z.object({
  limit: Limit,
  /** As it was last recorded, when the function could run. */
  recorded: Limit.optional(),
});
type State = z.infer<typeof State>;
const Params = z.object({
  function: z.string().min(1),
  /** An event tells of it; without one, a function may be switched off on purpose. */
  throttled: z.literal('just-now').optional(),
});
type Params = z.infer<typeof Params>;

export const restoreConcurrency = defineAction({
  id: 'lambda.restore-concurrency',
  title: 'Let a function run again whose concurrency was set to zero',
  resource: 'AWS::Lambda::Function',
  heals: [],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ function: id }],
  list: listFunctions,
  tags: functionTags,

  risk: { level: 'medium', blastRadius: 'the function, which works off what waits for it, and everything that it calls', outage: 'none' },
  /** Reserved concurrency is free (aws.amazon.com/lambda/pricing), and calls are paid for as before. */
  cost: () => [],
  permissions: {
    read: ['lambda:ListFunctions', 'lambda:ListTags', 'lambda:GetFunctionConcurrency'],
    write: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
    undo: ['lambda:PutFunctionConcurrency'],
    dependent: [],
    on: ['arn:{partition}:lambda:{region}:{account}:function:{function}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { function: name }) {
    const [{ ReservedConcurrentExecutions: reserved }, record] = await Promise.all([
      cloud.read('lambda', 'getFunctionConcurrency', { FunctionName: name }),
      recordOf(cloud, { type: 'AWS::Lambda::Function', id: name }, z.object({ limit: Limit })),
    ]);
    return { limit: { reserved: reserved ?? null }, recorded: record?.limit };
  },
  wrong: (state, params) =>
    isStopped(state, params) ? 'no execution of the function is allowed: its reserved concurrency is 0' : undefined,
  refuses: () => undefined,
  fix(state, params) {
    if (!isStopped(state, params)) return [];
    const { function: name } = params;
    const reserved = good(state);
    return [
      reserved === null
        ? call('lambda', 'deleteFunctionConcurrency', { FunctionName: name })
        : call('lambda', 'putFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: reserved }),
    ];
  },
  after: (state, params) => (isStopped(state, params) ? { ...state, limit: { reserved: good(state) } } : state),
  comparable: ({ limit }) => limit,
  undo: (before, now, { function: name }) =>
    before.limit.reserved === 0 && now.limit.reserved !== 0
      ? [call('lambda', 'putFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: 0 })]
      : [],
});

/** Of a function that was never seen running, only an event tells that being stopped is not what its owner wants. */
const isStopped = ({ limit, recorded }: State, { throttled }: Params): boolean =>
  limit.reserved === 0 && (throttled !== undefined || (recorded !== undefined && recorded.reserved !== 0));

/** What was reserved when the function could run; with nothing recorded, no reservation, which is what Lambda starts with. */
const good = ({ recorded }: State): number | null => (recorded === undefined || recorded.reserved === 0 ? null : recorded.reserved);
