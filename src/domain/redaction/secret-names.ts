/** Names, without case and separators, whose whole value is a secret; in `endings` also as the end of a name. */
const names = new Set(
  (
    'secret token cookie setcookie authorization proxyauthorization apikey signingkey sessionkey secretstring secretbinary userdata plaintext bearer otp pin ' +
    'passcode tokencode routingkey integrationkey base32stringseed qrcodepng samlassertion assertion clientassertion activationcode devicecode secrethash ' +
    'dockerconfigjson xamzsignature verificationcode passwort contraseña motdepasse authkey'
  ).split(' '),
);
const endings =
  /(?:password|passwd|passphrase|secretaccesskey|secretkey|sessiontoken|securitytoken|accesstoken|refreshtoken|idtoken|authtoken|bearertoken|tasktoken|clientsecret|privatekey|keymaterial|xapikey|sharedaccesskey|sharedkey|accountkey|plaintext|authenticationcode[12]|mfacode)$/;

/** A text under these is a secret, a list or object under them describes one; tokens that only page, repeat or lock are none. */
const textEndings =
  /(?:secret|(?<!next|client|continuation|pagination|page|idempotency|request|creation|change|lock|resume|start|marker|sync)token|(?:db|user|admin|root|bind|mysql|sa)pwd|(?:^|db|user|admin|root|bind|mysql|smtp|mail|redis)pass|^p(?:w|wd)|bindpw|credentials?|connectionstring|(?:encryption|master|hmac|jwt|webhook|license)key)$/;

/** Lists of texts under these are secrets each; a list of objects describes them. */
const listEndings = /(?:passwords|passphrases|secrets|tokens|apikeys|privatekeys|secretkeys|credentials)$/;

/** A name without case and separators: `X-Api-Key`, `x_api_key` and `xApiKey` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_.\s[\]]/g, '');

/** Is everything under this plain name a secret? */
export const namesSecret = (plain: string): boolean => names.has(plain) || endings.test(plain);

/** Is a text under this plain name a secret, unless it only says where one is kept? */
export const namesSecretText = (plain: string): boolean => textEndings.test(plain);

/** Is each text of a list under this plain name a secret? */
export const namesSecretList = (plain: string): boolean => listEndings.test(plain);
