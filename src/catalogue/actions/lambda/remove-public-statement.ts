import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic } from '#catalogue/actions/policy-document.ts';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { functionTags, listFunctions, readConfiguration } from './function.ts';
import { additions, FunctionPolicy, readPolicies, removals } from './function-policy.ts';

const State = z.object({ policies: z.array(FunctionPolicy) });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'lambda.remove-public-statement',
  title: "Remove the statements of a function's policy that let everyone invoke it",
  resource: 'AWS::Lambda::Function',
  heals: ['securityhub:Lambda.1', 'config:lambda-function-public-access-prohibited'],
  params: z.object({ function: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ function: id }],
  list: listFunctions,
  tags: functionTags,

  risk: { level: 'medium', blastRadius: 'callers of other accounts that no other statement names', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['lambda:ListFunctions', 'lambda:ListTags', 'lambda:ListAliases', 'lambda:GetFunctionConfiguration', 'lambda:GetPolicy'],
    write: ['lambda:RemovePermission'],
    undo: ['lambda:AddPermission'],
    dependent: [],
    on: [
      'arn:{partition}:lambda:{region}:{account}:function:{function}',
      'arn:{partition}:lambda:{region}:{account}:function:{function}:*',
    ],
  },
  // A removal that arrived is refused the second time: its statement, or the revision that it names, is gone.
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { function: name }) {
    // Lambda answers alike for a function without a policy and for none at all.
    await readConfiguration(cloud, name);
    return { policies: [...(await readPolicies(cloud, name))] };
  },
  wrong: ({ policies }) => joined(policies.map(({ qualifier, document }) => on(qualifier, whyPublic(document)))),
  refuses({ policies }) {
    const nameless = policies.flatMap(({ document }) => statementsOf(document)).find(({ says }) => typeof says['Sid'] !== 'string');
    if (nameless !== undefined) return `${nameless.name} has no id, and Lambda removes statements by their id only`;
    return joined(policies.map(({ qualifier, document }) => on(qualifier, whyUnclear(document))));
  },
  fix: ({ policies }, { function: name }) => policies.flatMap((policy) => removals(name, policy)),
  after: ({ policies }) => ({
    policies: policies.flatMap((policy) => {
      const document = withoutPublic(policy.document);
      return document === undefined ? [] : [{ ...policy, document }];
    }),
  }),
  comparable: ({ policies }) => policies.map(({ qualifier, document }) => ({ qualifier, says: says(document) })),
  undo: (before, now, { function: name }) =>
    before.policies.flatMap((policy) =>
      additions(
        name,
        policy,
        now.policies.find(({ qualifier }) => qualifier === policy.qualifier),
      ),
    ),
});

const on = (qualifier: string | undefined, why: string | undefined): string | undefined =>
  why === undefined || qualifier === undefined ? why : `alias ${qualifier}: ${why}`;

function joined(reasons: readonly (string | undefined)[]): string | undefined {
  const given = reasons.filter((reason) => reason !== undefined);
  return given.length === 0 ? undefined : given.join('; ');
}

/** What a policy says, whatever the order of its statements: one that is added comes last. */
const says = (document: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(statementsOf(document).map(({ name, text }) => [name, policyForm(text)]));
