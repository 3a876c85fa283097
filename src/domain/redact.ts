import type { Json, JsonObject } from './json.ts';

/** What stands where a secret stood. */
export const mask = '[redacted]';

/** Names, without case, dashes and underscores, whose value is a secret; in `endings` also as the end of a name. */
const names = new Set(['secret', 'token', 'cookie', 'authorization', 'apikey', 'secretstring', 'secretbinary', 'userdata', 'plaintext']);
const endings =
  /(?:password|passwd|passphrase|secretaccesskey|sessiontoken|securitytoken|accesstoken|refreshtoken|idtoken|authtoken|tasktoken|clientsecret|privatekey|keymaterial|xapikey)$/;

/** Secrets by their published forms, wherever they stand in a text: each is linear in the text's length. */
const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // GitHub and Slack: docs.github.com "GitHub's token formats", api.slack.com/authentication/token-types and incoming webhooks.
  /gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}/g,
  /(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(?:services|workflows)\/[\w/-]{10,}/g,
  // What the session tokens of AWS STS begin with: it is the header of their format, in base64.
  /(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/_%-]{20,}={0,2}/g,
  // A JSON web token (RFC 7519): its header and its claims begin with {".
  /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  /(?<=\bBearer\s{1,8})[\w.~+/-]{16,}={0,2}/gi,
  /(?<=\bBasic\s{1,8})(?=[a-z+/]{0,80}[0-9=+/])[a-z0-9+/]{16,}={0,2}/gi,
  /(?<=[?&]X-Amz-(?:Signature|Security-Token)=)[^&\s"']+/gi,
];
/** `password=…`, `"SecretAccessKey": "…"`, also inside quoted JSON: the name with its separator, then the value. */
const named =
  /((?:secret[_-]?access[_-]?key|secret[_-]?string|password|passwd|passphrase|api[_-]?key|client[_-]?secret|(?:session|security|access|refresh|auth)[_-]?token)(?:\\{0,8}["'])?\s{0,8}[:=]\s{0,8})(\\{1,8}["'](?:(?!\\{1,8}["'])[\s\S])+|"(?:\\[\s\S]|[^"\\])+|'(?:\\[\s\S]|[^'\\])+|[^\s"',;&}\\]{4,})/gi;

/** Only next to an access key id are 40 characters of base64 surely its secret: alone they may be anything. */
const accessKeyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/;
const secretAccessKey = /(?<![A-Za-z0-9/+=])(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

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
    const keyed = value.some(namesAccessKey);
    return value.map((item) => clean(item, depth + 1, keyed));
  }
  return isSealed(value) ? value : cleanObject(value, depth);
}

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !isList(value);

/** Exactly a reference to a secret, as `Sealed` describes it, and nothing that could carry one. */
function isSealed(value: Json): boolean {
  if (!isObject(value) || !isObject(value.sealed) || Object.keys(value).length !== 1) return false;
  const { parameter, version, digest, ...more } = value.sealed;
  return typeof parameter === 'string' && typeof version === 'number' && typeof digest === 'string' && Object.keys(more).length === 0;
}

const namesAccessKey = (value: Json | undefined): boolean => typeof value === 'string' && accessKeyId.test(value);

function cleanObject(value: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(value);
  const keyed = entries.some(([, inner]) => namesAccessKey(inner));
  const secure = entries.some(([key, inner]) => plain(key) === 'type' && inner === 'SecureString');
  return Object.fromEntries(
    entries.map(([key, inner]): [string, Json | undefined] => {
      if (inner === undefined) return [key, undefined];
      const name = plain(key);
      if (isSecretName(name) || (secure && name === 'value')) return [cleanText(key, depth, false), hidden(inner)];
      if (name === 'environment' || name === 'environmentvariables') return [key, cleanEnvironment(inner, name, depth)];
      return [cleanText(key, depth, false), clean(inner, depth + 1, keyed)];
    }),
  );
}

const plain = (key: string): string => key.toLowerCase().replace(/[_-]/g, '');
const isSecretName = (name: string): boolean => names.has(name) || endings.test(name);

/** What is under a secret name; a flag (`allowUsersToChangePassword: true`), nothing, or a sealed reference is no secret. */
const hidden = (value: Json): Json => (typeof value === 'boolean' || value === null || value === '' || isSealed(value) ? value : mask);

/** Lambda's `{ Variables: { NAME: value } }`, Amplify's `{ NAME: value }`, and the lists of ECS and CodeBuild, `[{ name, value }]`: any value may be a secret. */
function cleanEnvironment(value: Json, name: 'environment' | 'environmentvariables', depth: number): Json {
  const valuesHidden = (object: JsonObject, secret: string): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, inner]) => [
        key,
        inner && (plain(key) === secret ? hidden(inner) : clean(inner, depth + 2, false)),
      ]),
    );
  if (typeof value === 'object' && value !== null && isList(value))
    return value.map((item) => (isObject(item) ? valuesHidden(item, 'value') : clean(item, depth + 2, false)));
  if (!isObject(value)) return clean(value, depth + 1, false);
  return name === 'environment' ? valuesHidden(value, 'variables') : hidden(value);
}

function cleanText(text: string, depth: number, beside: boolean): string {
  const document = nested(text);
  if (document !== undefined) {
    const inside = JSON.stringify(clean(document.json, depth + 1, false));
    return inside === document.text ? text : inside;
  }
  let out = text;
  for (const form of forms) out = out.replace(form, mask);
  out = out.replace(named, (_, before: string, value: string) => `${before}${/^\\{0,8}["']/.exec(value)?.[0] ?? ''}${mask}`);
  return beside || accessKeyId.test(out) ? out.replace(secretAccessKey, mask) : out;
}

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
