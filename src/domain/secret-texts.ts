/** What stands where a secret stood. */
export const mask = '[redacted]';

/** Secrets by their published forms, wherever they stand in a text: each is linear in the text's length. */
const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // GitHub, GitLab, npm, PyPI: "GitHub's token formats", "GitLab token overview", docs.npmjs.com "about access tokens".
  /gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{30,}/g,
  // api.slack.com/authentication/token-types, and addresses that anyone may post to.
  /(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(?:services|workflows)\/[\w/-]{10,}|discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/g,
  // Anthropic, OpenAI and others of the shape sk-, Stripe, Google, SendGrid, Vault, Databricks, Hugging Face, Bedrock.
  /(?<![\w-])sk-(?:(?:ant|proj|svcacct|admin|or)-[\w-]{16,}|[A-Za-z0-9]{20,})/g,
  /(?<![\w-])(?:[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[sb]\.[\w-]{24,}|dapi[0-9a-f]{32}|hf_[A-Za-z0-9]{30,}|ABSK[A-Za-z0-9+/]{60,}={0,2})/g,
  // What the session tokens of AWS STS begin with: it is the header of their format, in base64.
  /(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/_%-]{20,}={0,2}/g,
  // A JSON web token (RFC 7519): its header and its claims begin with {".
  /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  /(?<=\bBearer\s{1,8})[\w.~+/-]{16,}={0,2}/gi,
  /(?<=\bBasic\s{1,8})(?=[a-z+/]{0,80}[0-9=+/])[a-z0-9+/]{16,}={0,2}/gi,
  // What signs an address: S3, CloudFront, Google Cloud Storage, Azure.
  /(?<=[?&](?:X-(?:Amz|Goog)-(?:Signature|Security-Token)|Signature|sig|token|access_token)=)[^&\s"']+/gi,
  // The password of a connection string (RFC 3986, user information).
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,64}:)[^\s/"'<>]{1,256}(?=@)/gi,
];

const secretNames = [
  'secret[_-]?(?:access[_-]?)?key',
  'secret[_-]?string',
  'password',
  'passwd',
  'passphrase',
  '(?<![a-z])pwd',
  'api[_-]?key',
  '(?:account|private|signing|shared[_-]?access)[_-]?key',
  '(?:client|[_-])[_-]?secret',
  '(?:session|security|access|refresh|auth|bot|bearer)[_-]?token',
  '(?<!next|client|page|continuation|pagination|request)[_-]token',
].join('|');
const quotedOrWord =
  '\\\\{1,8}["\'](?:(?!\\\\{1,8}["\'])[\\s\\S])+|"(?:\\\\[\\s\\S]|[^"\\\\])+|\'(?:\\\\[\\s\\S]|[^\'\\\\])+|[^\\s"\',;&}\\\\]{4,}';

/** Values that a text names, each the name with its separator, then the value. */
const named: readonly RegExp[] = [
  // `password=…`, `"SecretAccessKey": "…"`, also inside quoted JSON.
  new RegExp(`((?:${secretNames})(?:\\\\{0,8}["'])?\\s{0,8}[:=]\\s{0,8})(${quotedOrWord})`, 'gi'),
  // `--master-user-password …`, as on a command line.
  /(--[a-z0-9-]{0,30}(?:password|passphrase|(?<!client-|next-|request-|starting-)token|secret|secret-string|api-key|private-key)\s{1,8})("(?:\\[\s\S]|[^"\\])+|'(?:\\[\s\S]|[^'\\])+|[^\s"'-][^\s"']{3,})/gi,
];
const secureValue = /(\bValue(?:\\{0,8}["'])?(?:\s{0,8}[:=]\s{0,8}|\s{1,8}))(\\{0,8}["'][^"'\\]+|[^\s"',;&}\\]+)/gi;
const secureString = 'SecureString';

/** Only next to an access key id are 40 characters of base64 surely its secret: alone they may be anything. */
const accessKeyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/;
const secretAccessKey = /(?<![A-Za-z0-9/+=])(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

/** No form is shorter, but for values with a name or an address before them, which need one of these. */
const shortestForm = 15;
const separators = /[=:@-]/;

/** Does a text hold the id of an access key? */
export const namesAccessKey = (text: string): boolean => accessKeyId.test(text);

/** A text without what is a secret by its form or by the name before it; `beside`: the id of an access key stands next to it. */
export function withoutSecrets(text: string, beside: boolean): string {
  if (text.length < shortestForm && !separators.test(text)) return text;
  let out = text;
  for (const form of forms) out = out.replace(form, mask);
  for (const form of named) out = out.replace(form, masked);
  if (out.includes(secureString)) out = out.replace(secureValue, masked);
  return beside || accessKeyId.test(out) ? out.replace(secretAccessKey, mask) : out;
}

const masked = (_: string, before: string, value: string): string => `${before}${/^\\{0,8}["']/.exec(value)?.[0] ?? ''}${mask}`;
