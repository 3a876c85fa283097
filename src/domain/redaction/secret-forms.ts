/** What stands where a secret stood. */
export const mask = '[redacted]';

const block = '[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';

/** Secrets by their published forms, wherever they stand in a text: each is linear in the text's length. */
const forms: readonly RegExp[] = [
  new RegExp(`-----BEGIN ${block}[\\s\\S]*?(?:-----END ${block}|$)`, 'g'),
  // PuTTY's key files; PKCS #8, PKCS #1, EC, Ed25519 and OpenSSH keys without their block: what their DER begins with, in base64.
  /(?<=Private-Lines: \d{1,4}\s)[\s\S]+?(?=Private-MAC|$)/g,
  /(?<![A-Za-z0-9+/])(?:MII[B-J][A-Za-z0-9+/][AQgw]IB(?:ADAN|AAKC)|MHcCAQEE|MIGHAgEAMBMG|MC4CAQAwBQYDK2VwBCIE|b3BlbnNzaC1rZXktdjEA)[A-Za-z0-9+/\r\n]{40,}={0,2}/g,
  // GitHub, GitLab, npm, PyPI: "GitHub's token formats", "GitLab token overview", docs.npmjs.com "about access tokens".
  /gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|rt|rtr|dt|ptt|ft|soat|cbt|imt|agent|oas)-[\w.-]{20,}|GR1348941[\w-]{20,}|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{30,}/g,
  // api.slack.com/authentication/token-types, and addresses that anyone may post to.
  /(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{10,}|discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}|webhook\.office\.com\/webhookb2\/[\w@/-]{20,}/g,
  // Anthropic, OpenAI and others of the shape sk-, Stripe, Google, SendGrid, Vault, Databricks, Hugging Face, Bedrock.
  /(?<![\w-])sk-(?:(?:ant|proj|svcacct|admin|or)-[\w-]{16,}|[A-Za-z0-9]{20,})/g,
  /(?<![\w-])(?:[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{20,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[sb]\.[\w-]{24,}|dapi[0-9a-f]{32}|hf_[A-Za-z0-9]{30,}|ABSK[A-Za-z0-9+/]{60,}={0,2})/g,
  // Mailgun, Telegram, DigitalOcean, Shopify, Atlassian, HCP Terraform, Linear, Doppler, New Relic, Grafana, Docker, age, Discord, Entra, Pulumi, Postman, Tailscale.
  /(?<![\w-])(?:key-[0-9a-f]{32}|\d{8,10}:AA[\w-]{31,34}|do[opr]_v1_[0-9a-f]{64}|shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}|AT[AB]TT3xFfGF0[\w=-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|lin_api_[A-Za-z0-9]{32,}|dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{30,}|NR(?:AK|JS|II)-[A-Z0-9]{24,}|gl(?:sa|c)_[\w=]{28,}|dckr_(?:p|o)at_[\w-]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}|[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,}|[\w~.-]{3}\dQ~[\w~.-]{31,}|pul-[0-9a-f]{40}|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|tskey-[a-z]{2,10}-[\w-]{20,})/g,
  // What the session tokens of AWS STS begin with: it is the header of their format, in base64.
  /(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/_%-]{20,}={0,2}/g,
  // A JSON web token (RFC 7519), signed, unsigned or encrypted (RFC 7516): its header and, where they can be read, its claims begin with {".
  /(?<![\w-])eyJ[\w-]{8,}\.(?:eyJ[\w-]{8,}(?:\.[\w-]*)?|[\w-]*\.[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g,
  /(?<=\bBearer\s{1,8})[\w.~+/-]{16,}={0,2}/gi,
  /(?<=\bBasic\s{1,8})(?=[a-z+/]{0,80}[0-9=+/])[a-z0-9+/]{12,}={0,2}/gi,
  // The signature of a request of AWS, in a header; the hash of a password, as crypt(3) writes it.
  /(?<=\bSignature=)[0-9a-f]{64}|\$(?:1|2[aby]|5|6|y|apr1)\$[./\w$=,-]{16,}/g,
  // The user information of an address (RFC 3986): a password, also one with a slash in it, or a token alone.
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,64}:)(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,256}(?=@)/gi,
  /(?<=:\/\/)(?=[a-z_-]{0,60}\d)[\w-]{20,255}(?=@)/gi,
  /(?<=\bjdbc:oracle:\w{1,8}:[\w$]{1,64}\/)[^@\s"']{1,128}(?=@)/gi,
];

/** One of these stands in each of the forms: most texts hold none, and are looked at once. */
const hint =
  /PRIVATE KEY|Private-|MII|MHcC|MIGH|MC4C|b3Bl|gh[pousr]_|hub_pat|gl[a-z]{2,5}-|GR1348|npm_|pypi-|xox|xapp-|hooks\.s|\/webhook|sk-|[rs]k_|whsec|AIza|ya29|GOCSPX|SG\.|hv[sb]\.|dapi|hf_|ABSK|key-|:AA|do[opr]_v1|shp|TT3x|atlasv1|lin_api|dp\.|NR[AJI]|gl(?:sa|c)_|dckr|AGE-|[MNO][\w-]{23,25}\.|Q~|pul-|PMAK|F[wQ]oGZX|IQoJb3|eyJ|bearer\s|basic\s|Signature=|\$[126ya5]|:\/\/|jdbc/i;

/** A text without what is known for a secret by its form alone. */
export function withoutForms(text: string): string {
  if (!hint.test(text)) return text;
  let out = text;
  for (const form of forms) out = out.replace(form, mask);
  return out;
}
