import { isArray, isObject } from '#catalogue/sources/fields.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { nodesOf } from './walk-json.ts';

/** What the Allow statements of the policies in a document give away. */
export interface PolicyReach {
  /** Anybody at all may call: `Principal: *` without a condition that narrows it. */
  readonly everyone: boolean;
  /** Accounts (12 digits) that are named as principals. */
  readonly accounts: readonly string[];
  /** An identity may do everything, or everything in IAM, to everything. */
  readonly administrator: boolean;
}

/** Condition keys that tie a caller to an organisation, an account, a network or a resource (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
const narrowing =
  /^(aws:(principalorgid|principalorgpaths|principalaccount|principalarn|sourceaccount|sourcearn|sourceorgid|sourceorgpaths|sourceowner|sourcevpc|sourcevpce|sourceip|vpcsourceip|userid|username|principaltag\/.*)|kms:calleraccount|kms:viaservice|s3:dataaccesspointaccount|s3:dataaccesspointarn|elasticfilesystem:accesspointarn|sns:endpoint|events:source|.*:(aud|sub|amr))$/;
const tying = /^(ForAnyValue:|ForAllValues:)?((String|Arn)(Equals|Like|EqualsIgnoreCase)|IpAddress|NumericEquals|Bool)$/;

/** Reads every policy in a document, whether it is written as JSON or as text. */
export function policyReach(document: Json | undefined): PolicyReach {
  const statements = [...nodesOf(document)].flatMap(({ value }) => (isObject(value) ? statementsIn(value) : []));
  const allowed = statements.filter((statement) => textOf(statement, 'effect')?.toLowerCase() === 'allow');
  const open = allowed.filter((statement) => !isNarrowed(member(statement, 'condition')));
  return {
    everyone: open.some((statement) => principalsOf(statement).includes('*') || member(statement, 'notprincipal') !== undefined),
    accounts: [...new Set(allowed.flatMap((statement) => principalsOf(statement).flatMap((principal) => accountIn(principal) ?? [])))],
    administrator: open.some(allowsEverything),
  };
}

function statementsIn(value: JsonObject): readonly JsonObject[] {
  const found = member(value, 'statement');
  return (isArray(found) ? found : [found]).filter(isObject).filter((statement) => member(statement, 'effect') !== undefined);
}

function member(value: JsonObject, name: string): Json | undefined {
  return Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1];
}

function textOf(value: JsonObject, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

const textsOf = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : isArray(value) ? value.filter((each) => typeof each === 'string') : [];

function principalsOf(statement: JsonObject): readonly string[] {
  const found = member(statement, 'principal');
  const listed = isObject(found)
    ? Object.entries(found).flatMap(([kind, value]) => (kind === 'Service' ? [] : textsOf(value)))
    : textsOf(found);
  return listed.map((principal) => (/^arn:aws[\w-]*:iam::\*/.test(principal) ? '*' : principal));
}

function isNarrowed(condition: Json | undefined): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      tying.test(operator.replace(/IfExists$/, '')) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, value]) =>
          narrowing.test(key.toLowerCase()) && textsOf(value).length > 0 && !textsOf(value).some((text) => anything.test(text)),
      ),
  );
}

const anything = /^(\*|0\.0\.0\.0\/0|::\/0|arn:aws:\*:\*:\*:\*|arn:aws:iam::\*:.*)$/;

/** Permissions of an identity: statements of resource policies name a principal. */
function allowsEverything(statement: JsonObject): boolean {
  if (member(statement, 'principal') !== undefined) return false;
  const everything = textsOf(member(statement, 'resource')).includes('*') || member(statement, 'notresource') !== undefined;
  const actions = textsOf(member(statement, 'action'));
  return (
    everything &&
    (actions.some((action) => /^(\*|\*:\*|iam:\*|sts:\*|organizations:\*)$/i.test(action)) || member(statement, 'notaction') !== undefined)
  );
}

/** The account of a principal: an account id alone, or in an ARN. */
export function accountIn(text: string): string | undefined {
  return /^(\d{12})$/.exec(text)?.[1] ?? /^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):/.exec(text)?.[1];
}
