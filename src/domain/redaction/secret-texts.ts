import { mask, withoutForms } from './secret-forms.ts';
import { looksLikeSecret, saysNothing } from './secret-values.ts';

const strong = [
  'secret[_-]?(?:access[_-]?)?key(?:[_-]base)?',
  'secret[_-]?string',
  'password',
  'passwd',
  'passwort',
  'contrase(?:ñ|n)a',
  'mot de passe',
  'passphrase',
  '(?:[_.-]|(?<=[?&]))pass',
  '(?<![a-z])(?:pwd(?![:=]\\s?/)|(?:bind|my|pg)_?pwd?)',
  'api[_-]?key',
  '(?:account|private|signing|shared[_-]?access|pre[_-]?shared)[_-]?key',
  '(?:client|[_-])[_-]?secret',
  '(?:session|security|access|refresh|auth|bot|bearer)[_-]?token',
  '(?<!next|client|page|continuation|pagination|request)[_-]token',
].join('|');
/** What these name may be a secret: it has to look like one, too. In an ARN `secret:` is only a kind of resource. */
const weak =
  '(?<![a-z_-]|[\\d*:]:)(?:secret|token)|(?:^|[_.-])auth|(?:encryption|master|session|license|app|hmac|jwt|crypt|webhook|integration|routing|ssh|tls)[_-]?key';
const quotedOrWord =
  '\\\\{1,8}["\'](?:(?!\\\\{1,8}["\'])[\\s\\S])+|"(?:\\\\[\\s\\S]|[^"\\\\])+|\'(?:\\\\[\\s\\S]|[^\'\\\\])+|`[^`]+|[^\\s"\'`,;&}\\\\]+';
const is = '(?:\\\\{0,8}["\'])?\\s{0,8}(?:=>|[:=])\\s{0,8}(?:[|>][+-]?\\s{1,16}|\\\\\\s{1,16})?';

type Doubt = (value: string) => boolean;
const sure: Doubt = (value) => !saysNothing(value);

/** Values that a text names: a form of the name with its separator and then the value, and when that value is a secret. */
const named: readonly (readonly [form: RegExp, secret: Doubt])[] = [
  // `password=…`, `"SecretAccessKey": "…"`, `:password=>"…"`, also inside quoted JSON and on the next line of YAML.
  [new RegExp(`((?:${strong})${is})(${quotedOrWord})`, 'gi'), sure],
  [new RegExp(`((?:${weak})${is})(${quotedOrWord})`, 'gi'), looksLikeSecret],
  // `--master-user-password …`, on a command line or in the list of its words.
  [
    /(--[a-z0-9-]{0,30}(?:password|passphrase|(?<!client-|next-|request-|starting-)token|secret|secret-string|api-key|private-key)(?:\\{0,8}["']\s{0,4},\s{0,4}|\s{1,8}))("(?:\\[\s\S]|[^"\\])+|'(?:\\[\s\S]|[^'\\])+|[^\s"'-][^\s"']{3,})/gi,
    sure,
  ],
  // Elements and attributes of XML, constants of PHP.
  [/(<[\w:.-]{0,64}(?:password|passwd|secret(?:access)?key|token|secret|api_?key|shared_key|private_?key)>)([^<]{1,4096})(?=<)/gi, sure],
  [/(\b(?:key|name)\s?=\s?["'][\w.:-]{0,60}(?:password|pwd|secret|token|api-?key)["']\s{1,8}value\s?=\s?)("[^"]+|'[^']+)/gi, sure],
  [/(\bdefine\(\s?["']\w{0,60}(?:PASSWORD|SECRET|KEY|TOKEN|SALT)["']\s?,\s?)("[^"]+|'[^']+)/gi, sure],
  // What AWS says of a parameter that it refuses.
  [/(\bValue\s)('[^'\n]{1,256})(?=' at '[\w.]{0,80}(?:password|passphrase|secret|token|keymaterial)\w{0,20}')/gi, sure],
  // SQL, and people.
  [/(\b(?:identified by|password|password for [^=\n]{1,80}=)\s{1,8})('[^'\n]+|"[^"\n]+)/gi, sure],
  [
    /(\b(?:password|passphrase|passcode|secret|token|api key)(?: (?:for|of) [^:\n]{1,60}:| (?:is|was|will be)(?: now)?:?)\s{1,4})("[^"]+|'[^']+|[^\s"']{6,})/gi,
    looksLikeSecret,
  ],
  // Headers: all of a cookie, what follows the scheme of an authorization, or what looks like a token without one.
  [/(\b(?:set-)?cookie\\{0,8}["']?\s{0,4}:\s{0,4}\\{0,8}["']?)([^\n"'\\]{4,})/gi, sure],
  [/(\bauthorization\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']?(?:bearer|basic|token|apikey|negotiate)\s{1,8})([^\s"'\\]{4,})/gi, sure],
  [/(\bauthorization\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']?)([^\s"'\\]{8,})/gi, looksLikeSecret],
  // Parameters of an address: what signs it at S3, CloudFront, Google Cloud Storage, Azure, and what lets in.
  [
    /((?:[?&#;]|\\u0026|\bamp;)(?:X-(?:Amz|Goog)-(?:Signature|Security-Token)|Signature|sig|token|access_token|id_token|SigninToken)=)([^&\s"'\\]+)/gi,
    sure,
  ],
  [/([?&#;](?:key|code|auth|assertion|session)=)([^&\s"'\\]{16,})/gi, looksLikeSecret],
  // Programs that take a password as an option or from a pipe; netrc, LDAP.
  [/(\bmysql(?:dump|admin|import)?\s[^\n|;]{0,200}?-p)([^\s"'=-][^\s"']{2,})/gi, sure],
  [/(\b(?:sshpass|docker login|podman login|helm registry login|az login)\s[^\n|;]{0,200}?-p\s{0,4})([^\s"'-][^\s"']{2,})/gi, sure],
  [/(\b(?:mongo\w{0,8}|sqlcmd|bcp)\s[^\n|;]{0,200}?\s-p\s{0,4})([^\s"'-][^\s"']{2,})/gi, sure],
  [
    /(\b(?:redis-cli\s[^\n|;]{0,200}?-a|ldap\w{3,8}\s[^\n|;]{0,200}?-w|pass(?:in|out)?\s{1,4}pass:|ConvertTo-SecureString)\s{0,4})("[^"]+|'[^']+|[^\s"'-][^\s"']{2,})/gi,
    sure,
  ],
  [/(\b(?:curl|wget|http)\s[^\n|;]{0,400}?(?:-u|--user|--proxy-user)[\s=]{1,4}["']?[^\s:"']{1,64}:)([^\s"']+)/gi, sure],
  [/(\becho\s{1,4}(?:-n\s{1,4})?["']?(?:[\w.-]{1,64}:)?)([^\s"'|]+)(?=["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?(?:chpasswd|passwd))/gi, sure],
  [/(\b(?:login\s{1,4}\S{1,64}\s{1,4}password|bindpw|_authToken|aws_secret_access_key|aws_session_token)\s{1,4})([^\s=:]\S*)/gi, sure],
];
const secureValue = /(\bValue(?:\\{0,8}["'])?(?:\s{0,8}[:=]\s{0,8}|\s{1,8}))(\\{0,8}["'][^"'\\]+|[^\s"',;&}\\]+)/gi;
const secureString = 'SecureString';

/** A text that says none of these names nothing. */
const names =
  /pass|pwd?|secret|token|key|auth|cookie|contrase|identified|sig(?:nature)?=|code=|assertion=|session=|curl|wget|http |mysql|login|mongo|sqlcmd|bcp|redis|ldap|securestring/i;

/** Only next to an access key id are 40 characters of base64 surely its secret: alone they may be anything. */
const accessKeyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/;
const secretAccessKey = /(?<![A-Za-z0-9/+=])(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

/** What is left of a key block whose marks stand in other texts: lines of base64, and long runs of it. */
const keyLine =
  /(?:^|(?<=\n))[ \t]{0,16}[A-Za-z0-9+/]{8,}={0,2}[ \t]{0,16}(?=\r?\n|$)|(?<![A-Za-z0-9+/])(?=[^\s\d]{0,64}\d)(?=[^\sa-z]{0,64}[a-z])[A-Za-z0-9+/]{32,}={0,2}/g;
const endOfBlock = /-----(?:BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY/;

/** No form is shorter, but for values with a name or an address before them, which need one of these. */
const shortestForm = 15;
const separators = /[=:@-]/;

/** What stands in the same object or list as a text. */
export interface Beside {
  /** The id of an access key. */
  readonly keyId: boolean;
  /** The first or last line of a private key. */
  readonly keyBlock: boolean;
}

/** What a text makes known of the texts beside it. */
export const tells = (text: string): Beside => ({
  keyId: text.length >= 20 && accessKeyId.test(text),
  keyBlock: text.includes('PRIVATE KEY') && endOfBlock.test(text),
});

/** A text without what is a secret by its form, by the name before it, or by what stands beside it. */
export function withoutSecrets(text: string, { keyId, keyBlock }: Beside): string {
  if (text.length < shortestForm && !separators.test(text) && !keyBlock) return text;
  let out = withoutForms(text);
  if (names.test(out)) for (const [form, secret] of named) out = out.replace(form, masked(secret));
  if (out.includes(secureString)) out = out.replace(secureValue, masked(sure));
  if (keyBlock || endOfBlock.test(out)) out = out.replace(keyLine, mask);
  return keyId || accessKeyId.test(out) ? out.replace(secretAccessKey, mask) : out;
}

const opening = /^\\{0,8}["'`]/;
const masked =
  (secret: Doubt) =>
  (whole: string, before: string, value: string): string => {
    const quote = opening.exec(value)?.[0] ?? '';
    return secret(value.slice(quote.length)) ? `${before}${quote}${mask}` : whole;
  };
