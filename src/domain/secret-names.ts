/** Names, without case and separators, whose whole value is a secret; in `endings` also as the end of a name. */
const names = new Set(
  'secret token cookie setcookie authorization proxyauthorization apikey signingkey sessionkey secretstring secretbinary userdata plaintext bearer otp pin'.split(
    ' ',
  ),
);
const endings =
  /(?:password|passwd|passphrase|secretaccesskey|secretkey|sessiontoken|securitytoken|accesstoken|refreshtoken|idtoken|authtoken|bearertoken|tasktoken|clientsecret|privatekey|keymaterial|xapikey|sharedaccesskey|accountkey)$/;

/** A text under these is a secret, a list or object under them describes one; tokens that only page, repeat or lock are none. */
const textEndings =
  /(?:secret|(?<!next|client|continuation|pagination|page|idempotency|request|creation|change|lock|resume|start|marker|sync)token|(?:db|user|admin|root)pwd|credentials?|connectionstring)$/;

/** A name without case and separators: `X-Api-Key`, `x_api_key` and `xApiKey` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_.\s]/g, '');

/** Is everything under this plain name a secret? */
export const namesSecret = (plain: string): boolean => names.has(plain) || endings.test(plain);

/** Is a text under this plain name a secret, unless it only says where one is kept? */
export const namesSecretText = (plain: string): boolean => textEndings.test(plain);
