import type { Json, JsonObject } from './json.ts';
import { namesSecret, namesSecretText, plainName } from './secret-names.ts';
import { mask, namesAccessKey, withoutSecrets } from './secret-texts.ts';

const deepest = 200;
const longestNested = 1_000_000;

/** A copy without secrets: values under secret names and texts that look like keys or tokens are masked; sealed references stay. */
export function redacted<T extends Json | undefined>(value: T): T;
export function redacted(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : clean(value, 0, false);
}

/** `beside`: an access key id stands in the same object or list. What is nested deeper than anything AWS sends is masked as a whole. */
function clean(value: Json, depth: number, beside: boolean): Json {
  if (typeof value === 'string') return cleanText(value, depth, beside);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return mask;
  if (isList(value)) {
    const keyed = value.some(holdsKeyId);
    return value.map((item) => clean(item, depth + 1, keyed));
  }
  return isSealed(value) ? value : cleanObject(value, depth);
}

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !isList(value);
const holdsKeyId = (value: Json | undefined): boolean => typeof value === 'string' && namesAccessKey(value);

/** Exactly a reference to a secret, as `Sealed` describes it, and nothing that could carry one. */
function isSealed(value: Json): boolean {
  if (!isObject(value) || !isObject(value.sealed) || Object.keys(value).length !== 1) return false;
  const { parameter, version, digest, ...more } = value.sealed;
  return typeof parameter === 'string' && typeof version === 'number' && typeof digest === 'string' && Object.keys(more).length === 0;
}

function cleanObject(value: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(value);
  const keyed = entries.some(([, inner]) => holdsKeyId(inner));
  const secure = entries.some(([key, inner]) => labels.has(plainName(key)) && tellsSecret(plainName(key), inner));
  return Object.fromEntries(
    entries.map(([key, inner]): [string, Json | undefined] => {
      if (inner === undefined) return [key, undefined];
      const label = cleanText(key, depth, false);
      const name = plainName(label);
      if (namesSecret(name) || (secure && (name === 'value' || name === 'parametervalue'))) return [label, hidden(inner)];
      // A text of that name may be a digest of them, as an action's state has it.
      if (name === 'variables' && isObject(inner)) return [label, hidden(inner)];
      if (name === 'credentials' && isObject(inner)) return [label, cleanCredentials(inner)];
      if (typeof inner === 'string' && namesSecretText(name))
        return [label, saysWhere(inner) ? clean(inner, depth + 1, keyed) : hidden(inner)];
      if (name === 'environment' || name === 'environmentvariables') return [label, cleanEnvironment(inner, name, depth)];
      return [label, clean(inner, depth + 1, keyed)];
    }),
  );
}

/** What may say of the value beside it that it is a secret: a type, or the name of a header, parameter or tag. */
const labels = new Set(['type', 'name', 'key', 'parameterkey']);
const tellsSecret = (label: string, told: Json | undefined): boolean =>
  typeof told === 'string' &&
  (label === 'type' ? told === 'SecureString' : namesSecret(plainName(told)) || namesSecretText(plainName(told)));

/** An ARN, or the key of another service, under which the secret is kept. */
const saysWhere = (text: string): boolean => /^arn:[\w-]+:[\w-]+:[^\s]*$/.test(text);

/** What is under a secret name; a flag (`allowUsersToChangePassword: true`), nothing, or a sealed reference is no secret. */
const hidden = (value: Json): Json => (typeof value === 'boolean' || value === null || value === '' || isSealed(value) ? value : mask);

/** `{ accessKeyId, expiration, … }` as STS answers: all but what may be known. */
const cleanCredentials = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === undefined || open.has(plainName(key)) ? inner : hidden(inner)]),
  );
const open = new Set(['accesskeyid', 'expiration', 'type', 'provider', 'credentialsprovider']);

/** Lambda's `{ Variables: { NAME: value } }`, Amplify's `{ NAME: value }`, and the lists of ECS and CodeBuild, `[{ name, value }]`: any value may be a secret. */
function cleanEnvironment(value: Json, name: 'environment' | 'environmentvariables', depth: number): Json {
  const valuesHidden = (object: JsonObject, secret: string): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, inner]) => [
        key,
        inner && (plainName(key) === secret ? hidden(inner) : clean(inner, depth + 2, false)),
      ]),
    );
  if (typeof value === 'object' && value !== null && isList(value))
    return value.map((item) => (isObject(item) ? valuesHidden(item, 'value') : clean(item, depth + 2, false)));
  if (!isObject(value)) return clean(value, depth + 1, false);
  return name === 'environment' ? valuesHidden(value, 'variables') : hidden(value);
}

function cleanText(text: string, depth: number, beside: boolean): string {
  if (depth >= deepest) return mask;
  const document = nested(text);
  if (document !== undefined) {
    const inside = JSON.stringify(clean(document.json, depth + 1, false));
    return inside === document.text ? text : inside;
  }
  let before = text;
  // What stood beside a secret may be known for one once that is gone.
  for (let round = 0; round < mostRounds; round += 1) {
    const after = withoutSecrets(before, beside).replace(encoded, (run) => (hidesSecret(run, depth) ? mask : run));
    if (after === before) break;
    before = after;
  }
  return before;
}

const mostRounds = 4;

/** The document that a text holds, as the body of a message holds an event; of a size and depth that can be written again. */
function nested(text: string): { readonly json: Json; readonly text: string } | undefined {
  if (text.length > longestNested || !/^\s{0,8}[[{]/.test(text)) return undefined;
  try {
    const json: Json = JSON.parse(text);
    return { json, text: JSON.stringify(json) };
  } catch {
    return undefined;
  }
}

/** Base64 of what begins like JSON, a key block, a script or a cloud-config: only these are looked into. */
const encoded = /(?<![A-Za-z0-9+/_-])(?:e[wy]|W[3wy]|LS0tLS1CRUdJTi|IyEv|I2Nsb3Vk)[A-Za-z0-9+/_-]{14,}={0,2}/g;

/** Each level is a quarter shorter, so that what is encoded many times takes no longer than what is long. */
function hidesSecret(run: string, depth: number): boolean {
  const text = Buffer.from(run, 'base64').toString('utf8');
  return cleanText(text, depth + 1, false) !== text;
}
