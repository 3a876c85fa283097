import type { Json, JsonObject } from './json.ts';

/** What stands where a secret stood. */
export const mask = '[redacted]';

const secretKeys = new Set([
  'secretstring',
  'secretbinary',
  'password',
  'masteruserpassword',
  'newpassword',
  'oldpassword',
  'secretaccesskey',
  'sessiontoken',
  'privatekey',
  'keymaterial',
  'userdata',
  'authorization',
  'apikey',
  'accesstoken',
  'clientsecret',
  'plaintext',
]);
/** Long-term and session keys, private keys, bearer tokens, GitHub and Slack tokens: by their published forms. */
const secretForms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}/g,
  /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*/g,
  /(?<=(?:secret_?access_?key|password|passwd|api_?key|client_?secret|session_?token)["']?\s*[:=]\s*["']?)[^\s"',;&}]{4,}/gi,
];

const isSecretKey = (key: string): boolean => secretKeys.has(key.toLowerCase().replace(/[_-]/g, ''));

function redactText(text: string): string {
  let out = text;
  for (const form of secretForms) out = out.replace(form, mask);
  return out;
}

/** A copy without secrets: values under secret names and texts that look like keys or tokens are masked; sealed references stay. */
export function redacted<T extends Json | undefined>(value: T): T;
export function redacted(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => redacted(item));
  return redactObject(value);
}

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);

function redactObject(value: JsonObject): JsonObject {
  const environment = typeof value.environment === 'object' && value.environment !== null && 'variables' in value.environment;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (typeof inner === 'string' && isSecretKey(key)) return [key, mask];
      if (environment && key === 'environment') return [key, { variables: mask }];
      return [key, inner === undefined ? undefined : redacted(inner)];
    }),
  );
}
