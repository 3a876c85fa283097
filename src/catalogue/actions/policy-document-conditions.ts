import type { Json, JsonObject } from '#domain/json.ts';

/** What a statement's conditions make of "everyone": a few, everyone still, or nobody can tell from the text. */
export type Reach = 'few' | 'everyone' | { readonly unclear: string };

/** Does one value name a few? `exact`: wildcards are ordinary characters. */
type Narrow = (value: string, exact: boolean) => boolean;

const hasWildcard = (value: string): boolean => /[*?]/.test(value);
const literal: Narrow = (value, exact) => exact || !hasWildcard(value);
/** An account's ARN; of S3 the bucket's name, which nobody else has. */
const arn: Narrow = (value, exact) => {
  const [, , service, , account = '', ...resource] = value.split(':');
  if (/^\d{12}$/.test(account)) return true;
  return service === 's3' && resource.length > 0 && (exact || !hasWildcard(resource.join(':')));
};
/** `o-a1b2c3d4e5/r-…/ou-…/*` stays inside one organization. */
const orgPath: Narrow = (value, exact) => literal(value, exact) || /^o-[a-z0-9]{10,32}\//.test(value);
/** `AROA…:*` is one role's sessions. */
const userId: Narrow = (value, exact) => literal(value, exact) || /^A[A-Z0-9]{15,}:/.test(value);
/** Not wider than what S3 takes as public: /8 of IPv4, /32 of IPv6 (user guide, "The meaning of public"). */
const range: Narrow = (value) => {
  const [address = '', bits] = value.split('/');
  const v6 = address.includes(':');
  return Number(bits ?? (v6 ? 128 : 32)) >= (v6 ? 32 : 8);
};

/** Global condition keys that tell who calls or from where, in lower case, and which of their values name a few. */
const narrowing: Readonly<Record<string, Narrow>> = {
  'aws:principalaccount': literal,
  'aws:principalarn': arn,
  'aws:principalorgid': literal,
  'aws:principalorgpaths': orgPath,
  'aws:sourceaccount': literal,
  'aws:sourcearn': arn,
  'aws:sourceip': range,
  'aws:sourceorgid': literal,
  'aws:sourceorgpaths': orgPath,
  'aws:sourceowner': literal,
  'aws:sourcevpc': literal,
  'aws:sourcevpce': literal,
  'aws:userid': userId,
  'aws:vpceaccount': literal,
  'aws:vpceorgid': literal,
  'kms:calleraccount': literal,
  's3:dataaccesspointaccount': literal,
  's3:dataaccesspointarn': arn,
};
/** Anyone can meet these. */
const harmless = new Set(['aws:securetransport', 's3:tlsversion']);

const positive = /^(?:ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;
const negative =
  /^(?:ForAnyValue:|ForAllValues:)?(StringNotEquals|StringNotEqualsIgnoreCase|StringNotLike|ArnNotEquals|ArnNotLike|NotIpAddress)(?:IfExists)?$/i;

/** What a `Condition` block makes of a statement for everyone; every test in it has to hold, so one that names a few is enough. */
export function reachOf(condition: Json | undefined): Reach {
  const tests = testsOf(condition).map(reachOfTest);
  if (tests.includes('few')) return 'few';
  return tests.find((each) => typeof each === 'object') ?? 'everyone';
}

/** Does a `Condition` block except a few, as a Deny for all others does? */
export const exceptsFew = (condition: Json | undefined): boolean =>
  testsOf(condition).some(({ operator, key }) => negative.test(operator) && narrowing[key.toLowerCase()] !== undefined);

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function testsOf(condition: Json | undefined): readonly Test[] {
  return Object.entries(objectOf(condition)).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys)).map(([key, values]) => ({ operator, key, values: [values ?? ''].flat().map(String) })),
  );
}

const objectOf = (value: Json | undefined): JsonObject => Object(value);

function reachOfTest({ operator, key, values }: Test): Reach {
  const narrow = narrowing[key.toLowerCase()];
  const unclear = { unclear: `its condition ${operator} on ${key} may be meant to narrow it` };
  if (narrow === undefined) return harmless.has(key.toLowerCase()) ? 'everyone' : unclear;
  const name = positive.exec(operator)?.[1]?.toLowerCase();
  if (name === undefined || values.length === 0 || values.some((value) => value.includes('${'))) return unclear;
  return values.every((value) => narrow(value, name === 'stringequals' || name === 'stringequalsignorecase')) ? 'few' : 'everyone';
}
