import { isArray, isObject } from '#catalogue/sources/fields.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { nodesOf } from './walk-json.ts';

/** What the Allow statements of the policies in a document give away. */
export interface PolicyReach {
  /** Anybody at all may call: `Principal: *` without a condition that narrows it. */
  readonly everyone: boolean;
  /** Accounts (12 digits) that are named as principals. */
  readonly accounts: readonly string[];
  /** An identity may do everything, or everything in IAM, to everything, or may give itself more. */
  readonly administrator: boolean;
  /** There is a policy, and each statement that allows names nobody but accounts, or is tied to one, or to an organisation, by a condition. An address or a network is no such tie: anybody has one. */
  readonly plain: boolean;
}

/** Condition keys that tie a caller to an organisation, an account, a network or a resource (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
const narrowing =
  /^(aws:(principalorgid|principalorgpaths|principalaccount|principalarn|sourceaccount|sourcearn|sourceorgid|sourceorgpaths|sourceowner|sourcevpc|sourcevpce|sourceip|vpcsourceip|userid|username|principaltag\/.*)|kms:calleraccount|kms:viaservice|s3:dataaccesspointaccount|s3:dataaccesspointarn|elasticfilesystem:accesspointarn|sns:endpoint|events:source|.*:(aud|sub|amr))$/;
const tying = /^(ForAnyValue:)?((String|Arn)(Equals|Like|EqualsIgnoreCase)|IpAddress|NumericEquals|Bool)$/;

/** Reads every policy in a document, whether it is written as JSON or as text. */
export function policyReach(document: Json | undefined): PolicyReach {
  const statements = [...nodesOf(document)].flatMap(({ value }) => (isObject(value) ? statementsIn(value) : []));
  const allowed = statements.filter((statement) => textOf(statement, 'effect')?.toLowerCase() === 'allow');
  const open = allowed.filter((statement) => !isNarrowed(member(statement, 'condition')));
  return {
    everyone:
      open.some((statement) => principalsOf(statement).includes('*') || member(statement, 'notprincipal') !== undefined) ||
      allowed.some(trustsSharedIssuer),
    accounts: [...new Set(allowed.flatMap((statement) => principalsOf(statement).flatMap((principal) => accountIn(principal) ?? [])))],
    administrator: open.some(allowsEverything),
    plain: statements.length > 0 && allowed.every((statement) => namesAccounts(statement) || isTied(statement)),
  };
}

/** The actions that the Allow statements of a policy name, `*` where one says what it does not allow; nothing where there is no policy to read. */
export function actionsAllowed(document: Json | undefined): readonly string[] | undefined {
  const statements = [...nodesOf(document)].flatMap(({ value }) => (isObject(value) ? statementsIn(value) : []));
  if (statements.length === 0) return undefined;
  return statements
    .filter((statement) => textOf(statement, 'effect')?.toLowerCase() !== 'deny')
    .flatMap((statement) => (member(statement, 'notaction') === undefined ? textsOf(member(statement, 'action')) : ['*']));
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

/** Issuers that sign tokens for every customer alike: only the subject tells one customer from another (docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html). */
const sharedIssuer = /\/(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)$/;

/** A trust in such an issuer that does not ask for the subject: whoever has an account there may come. */
function trustsSharedIssuer(statement: JsonObject): boolean {
  const asked = keysOf(member(statement, 'condition')).some(([key, value]) => key.toLowerCase().endsWith(':sub') && narrows(value));
  return !asked && principalsOf(statement).some((principal) => sharedIssuer.test(principal));
}

function namesAccounts(statement: JsonObject): boolean {
  const principal = member(statement, 'principal');
  const named = principalsOf(statement);
  const service = isObject(principal) && Object.keys(principal).some((kind) => kind === 'Service');
  return !service && named.length > 0 && named.every((each) => accountIn(each) !== undefined);
}

/** A service that acts for anybody, and everybody, are tied to the accounts that one of these keys names, or to an organisation (whose it is, the policy does not tell). */
const organisationKey = /^aws:(principalorgid|principalorgpaths|sourceorgid|sourceorgpaths)$/;
const accountKey = /^(aws:(principalaccount|principalarn|sourceaccount|sourcearn|sourceowner)|kms:calleraccount)$/;
function isTied(statement: JsonObject): boolean {
  if (member(statement, 'notprincipal') !== undefined) return false;
  return keysOf(member(statement, 'condition')).some(([key, value]) => {
    const texts = textsOf(value);
    if (organisationKey.test(key.toLowerCase())) return narrows(value);
    return accountKey.test(key.toLowerCase()) && texts.length > 0 && texts.every((text) => accountIn(text) !== undefined);
  });
}

function isNarrowed(condition: Json | undefined): boolean {
  return keysOf(condition).some(([key, value]) => narrowing.test(key.toLowerCase()) && narrows(value));
}

/** The keys of a condition that a caller has to meet, with what they are compared with; `…IfExists` lets in whoever does not have the key, `ForAllValues:` as well. */
function keysOf(condition: Json | undefined): readonly (readonly [string, Json | undefined])[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) => (tying.test(operator) && isObject(keys) ? Object.entries(keys) : []));
}

const narrows = (value: Json | undefined): boolean => textsOf(value).length > 0 && !textsOf(value).some((text) => anything.test(text));

const anything = /^(\*|0\.0\.0\.0\/0|::\/0|arn:aws:\*:\*:\*:\*|arn:aws:iam::\*:.*)$/;

/** Permissions of an identity: statements of resource policies name a principal. */
function allowsEverything(statement: JsonObject): boolean {
  if (member(statement, 'principal') !== undefined) return false;
  const everything = textsOf(member(statement, 'resource')).includes('*') || member(statement, 'notresource') !== undefined;
  const actions = textsOf(member(statement, 'action'));
  return (
    everything && (actions.some((action) => whole.test(action) || givesMore.test(action)) || member(statement, 'notaction') !== undefined)
  );
}

const whole = /^(\*|\*:\*|iam:\*|sts:\*|organizations:\*)$/i;
/** Whoever may do one of these to everybody may make an administrator of himself. */
const givesMore =
  /^iam:(Add\*|AddUserToGroup|Attach\*|Attach(User|Group|Role)Policy|Create(\*|AccessKey|LoginProfile|PolicyVersion)|Put\*|Put(User|Group|Role)Policy|SetDefaultPolicyVersion|Update(\*|AssumeRolePolicy|LoginProfile))$/i;

/** The account of a principal: an account id alone, or in an ARN. */
export function accountIn(text: string): string | undefined {
  return /^(\d{12})$/.exec(text)?.[1] ?? /^arn:aws[\w-]*:[\w*-]+:[\w*-]*:(\d{12}):/.exec(text)?.[1];
}
