import type { Json, JsonObject } from '#domain/json.ts';
import { mask } from './secret-forms.ts';
import { plainName } from './secret-names.ts';

export const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !isList(value);

/** Exactly a reference to a secret, as `Sealed` describes it, and nothing that could carry one. */
export function isSealed(value: Json): boolean {
  if (!isObject(value) || !isObject(value.sealed) || Object.keys(value).length !== 1) return false;
  const { parameter, version, digest, ...more } = value.sealed;
  return typeof parameter === 'string' && typeof version === 'number' && typeof digest === 'string' && Object.keys(more).length === 0;
}

/** What is under a secret name; a flag (`allowUsersToChangePassword: true`), nothing, or a sealed reference is no secret. */
export const hidden = (value: Json): Json =>
  typeof value === 'boolean' || value === null || value === '' || isSealed(value) || areSealed(value) ? value : mask;

/** Variables of which only references are there: `{ MODE: { sealed: … } }`. */
const areSealed = (value: Json): boolean =>
  isObject(value) && Object.keys(value).length > 0 && Object.values(value).every((each) => each !== undefined && isSealed(each));

/** `{ accessKeyId, expiration, … }` as STS answers: all but what may be known is hidden. */
export const withPublicParts = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === undefined || open.has(plainName(key)) ? inner : hidden(inner)]),
  );
const open = new Set(['accesskeyid', 'expiration', 'type', 'provider', 'credentialsprovider']);

/** Plain names under which variables stand. */
export const environments = /^environment$|environmentvariables(?:override)?$/;

/**
 * Without the values of variables, each of which may be a secret: Lambda's `{ Variables: { NAME: value } }`, `{ NAME: value }` of Amplify and Lightsail, the lists of
 * ECS and CodeBuild, `[{ name, value }]`, also one level down. `named`: the name itself says that these are variables. `clean` is for all the rest.
 */
export function withoutVariables(value: Json, named: boolean, clean: (inner: Json) => Json): Json {
  const shown = (key: string, inner: Json, secret: string): Json => (plainName(key) === secret ? hidden(inner) : clean(inner));
  if (typeof value !== 'object' || value === null) return clean(value);
  if (isList(value))
    return value.map((item) =>
      isObject(item)
        ? Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, inner && shown(key, inner, 'value')]))
        : clean(item),
    );
  const keys = Object.keys(value);
  if (named || (keys.length > 0 && keys.every((key) => /^[A-Z][A-Z0-9_]*$/.test(key)))) return hidden(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      inner && environments.test(plainName(key)) ? withoutVariables(inner, true, clean) : inner && shown(key, inner, 'variables'),
    ]),
  );
}
