import { HealError } from '#domain/heal-error.ts';

const hidden = '[hidden]';
const deepest = 8;
const longestText = 4000;

/** Field names that hold secrets, without case, dashes and underscores; identifiers of keys are no secrets. */
const secretName =
  /pass(word|wd|phrase)|secret(?!s?(name|arn|id)$)|token(?!type$)|authorization|credential|privatekey|apikey|signingkey|cookie|sessionkey|userdata|plaintext|^(auth|bearer|pin|otp|variables)$/;

/** Texts that hold secrets wherever they stand: authorisation headers, key blocks, signed addresses, Slack and GitHub tokens. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic) [\w~+/.=-]{8,}/gi, `$1 ${hidden}`],
  [/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*PRIVATE KEY-----|$)/g, hidden],
  [/([?&](?:X-Amz-Signature|X-Amz-Security-Token|X-Amz-Credential|token|signature|sig)=)[^&\s"']+/gi, `$1${hidden}`],
  [/\b(xox[abprs]-|gh[pousr]_|github_pat_)[\w-]{8,}/g, `$1${hidden}`],
];

/** A text without the secrets that can be known by their form, and not longer than a few thousand characters. */
export function redactedText(text: string): string {
  const clean = secretTexts.reduce((all, [form, instead]) => all.replace(form, instead), text);
  return clean.length > longestText ? `${clean.slice(0, longestText)}… (${clean.length} characters)` : clean;
}

/** A copy of any value, fit for a log: secrets hidden by name and by form, errors as data, cycles and depth cut. */
export function redacted(value: unknown, depth = 0, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[seen above]';
  if (depth >= deepest) return '[deeper]';
  const inside = (one: unknown): unknown => redacted(one, depth + 1, [...above, value]);
  if (value instanceof Date) return value;
  if (value instanceof Error) return inside(errorFields(value));
  if (Array.isArray(value)) return value.map(inside);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return inside(Object.fromEntries(value));
  if (value instanceof Set) return inside([...value]);
  const sealedByType = holdsValueOfSecret(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecret(name, sealedByType) && one !== undefined && one !== null ? hidden : inside(one),
    ]),
  );
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_. ]/g, '');

const isSecret = (name: string, sealedByType: boolean): boolean =>
  secretName.test(plain(name)) || (sealedByType && plain(name) === 'value');

/** An SSM parameter's `Value` is a secret when its `Type` says so. */
const holdsValueOfSecret = (value: object): boolean =>
  Object.entries(value).some(([name, one]) => plain(name) === 'type' && one === 'SecureString');

function errorFields(error: Error): object {
  const known = error instanceof HealError ? error.toJSON() : { name: error.name, message: error.message };
  return { ...known, stack: error.stack, ...(error.cause === undefined ? {} : { cause: error.cause }) };
}
