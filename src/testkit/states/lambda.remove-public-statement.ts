import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const Resource = 'arn:aws:lambda:eu-west-1:123456789012:function:mail';
const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource };
const everyone = fc.constantFrom<JsonObject>(
  { ...allow, Principal: '*' },
  { ...allow, Principal: '*', Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:*:orders' } } },
);
const few = fc.constantFrom<JsonObject>(
  { ...allow, Principal: { Service: 's3.amazonaws.com' }, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } },
  { ...allow, Principal: { AWS: 'arn:aws:iam::444455556666:root' } },
  { ...allow, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } } },
);
const url: JsonObject = {
  Effect: 'Allow',
  Action: 'lambda:InvokeFunctionUrl',
  Resource,
  Principal: '*',
  Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
};
const statement = fc.oneof({ weight: 3, arbitrary: everyone }, { weight: 4, arbitrary: few }, { weight: 1, arbitrary: fc.constant(url) });
const document = (Statement: readonly Json[]): string => JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
const anyPolicy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((all) => ({
  document: document(all.map((each, index) => ({ Sid: `s${index}`, ...each }))),
  revision: 'r0',
}));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const statementsOf = (policy: JsonObject): readonly JsonObject[] => list(object(JSON.parse(String(policy.document))).Statement).map(object);
const next = (revision: Json | undefined): string => `r${Number(String(revision).slice(1)) + 1}`;

/** Lambda keeps one policy for each qualifier, and none without statements. */
function change(state: JsonObject, qualifier: Json | undefined, to: (statements: readonly JsonObject[]) => readonly Json[]): JsonObject {
  const policies = list(state.policies).map(object);
  const [own] = policies.filter((each) => each.qualifier === qualifier);
  const changed = to(own === undefined ? [] : statementsOf(own));
  const rest = policies.filter((each) => each !== own);
  const policy = {
    ...own,
    ...(qualifier === undefined ? {} : { qualifier }),
    document: document(changed),
    revision: next(own?.revision ?? 'r0'),
  };
  const all = changed.length === 0 ? rest : [...rest, policy];
  return { policies: all.toSorted((a, b) => (String(a.qualifier ?? '') < String(b.qualifier ?? '') ? -1 : 1)) };
}

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ function: 'mail' }),
    state: fc.tuple(maybe(anyPolicy), maybe(anyPolicy)).map(([own, live]) => ({
      policies: [...(own === undefined ? [] : [own]), ...(live === undefined ? [] : [{ qualifier: 'live', ...live }])],
    })),
  }),
  apply(state, call) {
    const { StatementId, Qualifier, RevisionId, Action, Principal, SourceArn } = object(call.input);
    if (call.operation === 'removePermission') {
      const [own] = list(state.policies)
        .map(object)
        .filter((each) => each.qualifier === Qualifier);
      const there = own !== undefined && statementsOf(own).some(({ Sid }) => Sid === StatementId);
      if (!there || (RevisionId !== undefined && RevisionId !== own.revision)) return unexpected(call);
      return change(state, Qualifier, (all) => all.filter(({ Sid }) => Sid !== StatementId));
    }
    if (call.operation !== 'addPermission') return unexpected(call);
    const Condition = SourceArn === undefined ? {} : { Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } };
    const added = { Sid: StatementId, Effect: 'Allow', Action, Resource, Principal, ...Condition };
    return change(state, Qualifier, (all) => [...all, added]);
  },
  wait: still,
  beside: (state) =>
    list(state.policies)
      .map(object)
      .map((each) => [each.qualifier ?? null, statementsOf(each).filter(isNarrow)])
      .filter(([, statements]) => list(statements).length > 0),
};

const isNarrow = ({ Principal, Condition }: JsonObject): boolean => Principal !== '*' || object(Condition ?? {}).StringEquals !== undefined;
