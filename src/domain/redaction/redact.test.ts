import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#domain/json.ts';
import { redacted } from './redact.ts';
import { mask } from './secret-forms.ts';

const lettersAndDigits = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const letters = (length: number, more = '') =>
  fc.string({ unit: fc.constantFrom(...lettersAndDigits, ...more), minLength: length, maxLength: length });
const secretAccessKey = letters(38, '/+').map((rest) => `${rest}aB`);
const accessKeyId = fc
  .tuple(
    fc.constantFrom('AKIA', 'ASIA'),
    fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), minLength: 16, maxLength: 16 }),
  )
  .map((parts) => parts.join(''));
const privateKey = fc
  .tuple(fc.constantFrom('', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '), letters(64, '+/'))
  .map(([kind, body]) => `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n${body}\n-----END ${kind}PRIVATE KEY-----`);

/** Secrets that are known by their form, wherever they stand. */
const form = fc.oneof(
  privateKey,
  fc.tuple(fc.constantFrom('ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'), letters(36)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('xoxb-', 'xoxp-', 'xapp-'), letters(12), letters(24)).map(([kind, one, two]) => `${kind}${one}-${two}`),
  letters(24).map((secret) => `hooks.slack.com/services/T0000000/B0000000/${secret}`),
  letters(200, '+/').map((token) => `IQoJb3JpZ2luX2Vj${token}==`),
  letters(200, '+/').map((token) => `FwoGZXIvYXdz${token}`),
  letters(30, '-_').map((part) => `eyJhbGciOiJ${part}.eyJzdWIiOiJ${part}.${part}`),
  fc.tuple(fc.constantFrom('sk-ant-api03-', 'sk-proj-', 'sk-svcacct-', 'sk-'), letters(40)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('sk_live_', 'rk_test_', 'glpat-', 'hvs.', 'hf_'), letters(36)).map((parts) => parts.join('')),
  letters(36).map((token) => `npm_${token}`),
  letters(35).map((key) => `AIza${key}`),
  fc.tuple(letters(22), letters(43)).map(([id, secret]) => `SG.${id}.${secret}`),
  letters(110, '+/').map((key) => `ABSK${key}=`),
);

const secretNames = [
  'SecretString',
  'secretBinary',
  'password',
  'MasterUserPassword',
  'db_password',
  'PASSWORD',
  'secretAccessKey',
  'aws_secret_access_key',
  'SecretAccessKey',
  'sessionToken',
  'x-amz-security-token',
  'privateKey',
  'keyMaterial',
  'userData',
  'UserData',
  'user_data',
  'Authorization',
  'x-api-key',
  'clientSecret',
  'accessToken',
  'authToken',
  'token',
  'Plaintext',
  'Set-Cookie',
  'signing-key',
  'JWT_SECRET',
  'botToken',
  'GITHUB_TOKEN',
  'DJANGO_SECRET_KEY',
  'spring.datasource.password',
  'sharedAccessKey',
  'db_pwd',
  'credentials',
];

type Around = (inner: Json) => Json;
const calm = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
const key = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 6 });
/** Places inside a random document. */
const around: fc.Arbitrary<Around> = fc
  .array(
    fc.oneof(
      fc.tuple(key, key, calm).map(
        ([name, other, value]): Around =>
          (inner) =>
            ({ [`${other}0`]: value, [name]: inner }) as Json,
      ),
      fc.tuple(fc.array(calm, { maxLength: 2 }), calm).map(
        ([before, after]): Around =>
          (inner) =>
            [...before, inner, after] as Json,
      ),
    ),
    { maxLength: 5 },
  )
  .map(
    (layers): Around =>
      (inner) =>
        layers.reduce((built, layer) => layer(built), inner),
  );

const numRuns = 200;
/** What is expected in the place of the secret, and everything else as it was; and once is enough. */
function isGone(secret: string, given: Json, expected: Json): void {
  const clean = redacted(given);
  expect(clean).toEqual(expected);
  expect(JSON.stringify(clean)).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(redacted(clean)).toEqual(clean);
}

describe('a secret anywhere in a document is gone, and everything else is as it was', () => {
  test('under a name that holds secrets', () =>
    fc.assert(
      fc.property(around, fc.constantFrom(...secretNames), fc.string({ minLength: 12 }), (place, name, secret) => {
        isGone(secret, place({ before: 1, [name]: `s${secret}` }), place({ before: 1, [name]: mask }));
      }),
      { numRuns },
    ));

  test('by its form, alone or within a text', () =>
    fc.assert(
      fc.property(around, form, fc.constantFrom('', ' ', '"', ', ', '\n', ':', '('), (place, secret, by) => {
        isGone(secret, place(secret), place(mask));
        isGone(secret, place(`before${by || ' '}${secret}${by || ' '}after`), place(`before${by || ' '}${mask}${by || ' '}after`));
      }),
      { numRuns },
    ));

  test('by its form, as a name', () =>
    fc.assert(
      fc.property(around, form, (place, secret) => isGone(secret, place({ [secret]: 1 }), place({ [mask]: 1 }))),
      { numRuns },
    ));

  test('as a bearer token or basic credentials', () =>
    fc.assert(
      fc.property(around, fc.constantFrom('Bearer', 'bearer', 'Basic'), letters(31), (place, scheme, secret) => {
        isGone(
          `${secret}1`,
          place(`curl -H 'Authorization: ${scheme} ${secret}1' x`),
          place(`curl -H 'Authorization: ${scheme} ${mask}' x`),
        );
      }),
      { numRuns },
    ));

  test('as a value that a text names, with and without quotes', () =>
    fc.assert(
      fc.property(
        around,
        fc.constantFrom('password', 'aws_secret_access_key', 'SecretAccessKey', 'api_key', 'client-secret', 'AWS_SESSION_TOKEN'),
        fc.constantFrom('=', ': ', ' = '),
        fc.constantFrom('', '"', "'", '\\"', "\\'"),
        letters(20),
        (place, name, is, quote, secret) => {
          const text = (value: string) => `--x ${name}${is}${quote}${value}${quote} --y`;
          isGone(secret, place(text(secret)), place(text(mask)));
          if (quote !== '') isGone(secret, place(text(`two words ${secret}`)), place(text(mask)));
        },
      ),
      { numRuns },
    ));

  test('in a document inside a text, however often it is quoted', () =>
    fc.assert(
      fc.property(around, fc.constantFrom(...secretNames), letters(20), fc.integer({ min: 1, max: 3 }), (place, name, secret, times) => {
        const quoted = (value: Json): Json => Array.from({ length: times }).reduce<Json>((inner) => JSON.stringify({ body: inner }), value);
        isGone(secret, place(quoted({ [name]: secret, n: 1 })), place(quoted({ [name]: mask, n: 1 })));
      }),
      { numRuns },
    ));

  test('as the secret of an access key, next to the id of the key', () =>
    fc.assert(
      fc.property(around, accessKeyId, secretAccessKey, (place, id, secret) => {
        isGone(secret, place({ first: id, second: secret }), place({ first: id, second: mask }));
        isGone(secret, place([id, secret]), place([id, mask]));
        isGone(secret, place(`${id}:${secret}\n`), place(`${id}:${mask}\n`));
      }),
      { numRuns },
    ));

  test('as a variable of a function, a container or a build', () =>
    fc.assert(
      fc.property(around, fc.constantFrom('environment', 'Environment'), key, letters(12), (place, environment, name, secret) => {
        for (const variables of ['variables', 'Variables'])
          isGone(
            secret,
            place({ functionName: 'f', [environment]: { [variables]: { [name]: secret }, error: 1 } }),
            place({ functionName: 'f', [environment]: { [variables]: mask, error: 1 } }),
          );
        isGone(secret, place({ [environment]: [{ name, value: secret }] }), place({ [environment]: [{ name, value: mask }] }));
        isGone(
          secret,
          place({ environmentVariables: [{ name, value: secret, type: 'PLAINTEXT' }] }),
          place({ environmentVariables: [{ name, value: mask, type: 'PLAINTEXT' }] }),
        );
        isGone(secret, place({ environmentVariables: { [name]: secret } }), place({ environmentVariables: mask }));
      }),
      { numRuns: 100 },
    ));

  test('as the value of a secure parameter, also when it is not a text', () => {
    isGone('hunter2', { name: '/a', type: 'SecureString', value: 'hunter2' }, { name: '/a', type: 'SecureString', value: mask });
    isGone('4711', { SecretBinary: { type: 'Buffer', data: [4711] } }, { SecretBinary: mask });
    isGone('4711', { password: 4711, passwords: 1 }, { password: mask, passwords: 1 });
  });

  test('as the signature of an address', () => {
    const address = 'https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=';
    expect(redacted(`${address}0123abcd&X-Amz-Expires=60`)).toBe(`${address}${mask}&X-Amz-Expires=60`);
  });
});

describe('a secret that another part of the document makes known is gone', () => {
  const gone = (given: (secret: string) => Json) =>
    fc.assert(
      fc.property(around, letters(20), (place, secret) => {
        isGone(secret, place(given(secret)), place(given(mask)));
      }),
      { numRuns: 100 },
    );

  test('the password of a connection string, also one that has an @ in it', () =>
    fc.assert(
      fc.property(
        around,
        fc.constantFrom('postgres', 'mysql+pymysql', 'mongodb+srv', 'redis', 'amqps', 'https'),
        fc.constantFrom('', 'app', 'app.user-1'),
        letters(16, '@!$'),
        (place, scheme, user, secret) => {
          const text = (password: string) => `DATABASE_URL=${scheme}://${user}:${password}@db.example:5432/app?sslmode=require`;
          isGone(secret, place({ line: text(secret) }), place({ line: text(mask) }));
        },
      ),
      { numRuns },
    ));

  test.each(['--master-user-password', '--secret-string', '--github-token', '--api-key'])('after %s on a command line', (flag) => {
    gone((secret) => ({ line: `aws x y ${flag} ${secret} --region eu-west-1` }));
    gone((secret) => [`aws x y ${flag} '${secret}' --region eu-west-1`]);
  });

  test('beside a name: a header, a parameter, a variable, a tag', () => {
    gone((secret) => ({ name: 'Authorization', value: secret }));
    gone((secret) => ({ ParameterKey: 'MasterUserPassword', ParameterValue: secret }));
    gone((secret) => ({ Key: 'api_key', Value: secret }));
  });

  test('as a secure parameter that a text speaks of', () => {
    gone((secret) => `aws ssm put-parameter --type SecureString --value ${secret} --name /a`);
    gone((secret) => `sent {"Type":"SecureString","Value":"${secret}"} to ssm`);
  });

  test('in credentials as STS gives them, with the id of the key left to be read', () =>
    gone((secret) => ({ credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: 'x', secretAccessKey: secret, other: secret } })));

  test('as a variable outside of an environment', () =>
    fc.assert(
      fc.property(around, letters(20), (place, secret) => isGone(secret, place({ Variables: { A: secret } }), place({ Variables: mask }))),
    ));

  test('in a signed address of any cloud', () => {
    for (const name of ['X-Goog-Signature', 'Signature', 'sig', 'X-Amz-Security-Token', 'access_token'])
      gone((secret) => ({ url: `https://x.example/k?a=1&${name}=${secret}&z=2` }));
  });

  test('in what is encoded, once or more often', () =>
    fc.assert(
      fc.property(around, letters(20), fc.integer({ min: 1, max: 3 }), fc.constantFrom('', 'body: '), (place, secret, times, before) => {
        const encoded = (text: string): string =>
          Array.from({ length: times }).reduce<string>((inner, _, at) => {
            const base64 = Buffer.from(inner).toString('base64');
            return at + 1 === times ? base64 : JSON.stringify({ inner: base64 });
          }, text);
        for (const text of [JSON.stringify({ password: secret }), `#!/bin/sh\nexport API_KEY=${secret}\n`])
          isGone(encoded(text), place([`${before}${encoded(text)}`]), place([`${before}${mask}`]));
        const harmless = encoded(JSON.stringify({ bucket: secret }));
        expect(redacted(place([harmless]))).toEqual(place([harmless]));
      }),
      { numRuns: 100 },
    ));
});

describe('a text made of pieces of secrets', () => {
  const marks = fc.constantFrom('=', ':', ' ', '"', "'", '\\"', '\\', ',', '{', '}', '[', '.', '&', '\n');
  const names = fc.constantFrom(
    'password',
    'Value',
    'SecureString',
    'Bearer ',
    '--secret ',
    '?sig=',
    'postgres://a:',
    '@db',
    'AKIAIOSFODNN7EXAMPLE',
  );
  const values = fc.constantFrom('abcdefghijklmnopqrstuvwx', '1234567890', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[redacted]');
  const parts = fc.constantFrom('sk-ant-api03-', 'xoxb-', 'eyJhbGciOiJ', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----');
  const wholes = fc.constantFrom('{"token":"x1234567890"}', 'eyJwYXNzd29yZCI6Imh1bnRlcjJodW50ZXIifQ==');
  const piece = fc.oneof(marks, names, values, parts, wholes);

  test('is clean after one time, whatever was beside what', () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const clean = redacted(pieces.join(''));
        expect(redacted(clean)).toBe(clean);
      }),
      { numRuns: 2_000 },
    ));
});

/** Names of chance may be names of secrets (`pin`, `pw`): with an x at their end they are none. */
function harmlesslyNamed(document: unknown): Json {
  return JSON.parse(JSON.stringify(document), (_, value: Json) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [`${key}x`, inner]))
      : value,
  );
}

describe('what is no secret stays', () => {
  test('in any document', () =>
    fc.assert(
      fc.property(fc.jsonValue().map(harmlesslyNamed), (document) => {
        expect(redacted(document)).toEqual(document);
      }),
      { numRuns: 1_000 },
    ));

  test.each([
    { value: { sealed: { parameter: '/app/mode', version: 3, digest: 'abcdefghijklmnopqrstuv' } }, type: 'SecureString' },
    { password: { sealed: { parameter: '/app/mode', version: 3, digest: 'abcdefghijklmnopqrstuv' } } },
    { allowUsersToChangePassword: true, manageMasterUserPassword: false, minimumPasswordLength: 14, passwordLastUsed: '2026-11-01' },
    { secretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf', secretArn: 'a', nextToken: 'abcdefgh', clientToken: 'x' },
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'alice', etag: '0123456789abcdef0123456789abcdef01234567' },
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', path: 'services/production/database/connections' },
    { value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    { environment: 'production', variables: 'sha256 of them' },
    { environment: {} },
    { password: '' },
    { text: 'the password was changed', cause: 'a basic authentication mechanism, Bearer tokens' },
    { eventPattern: '{ "source": [ "aws.ec2" ] }', empty: '[]', brace: '{' },
    { type: 'String', value: 'plain' },
    { key: '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----' },
    { role: 'arn:aws:iam::123456789012:role/sk-production-service-role-of-the-long-name', task: 'task-0123456789abcdef0123456789' },
    { dbSecret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf', continuationToken: 'abcdefgh', lockToken: 'x-1' },
    { url: 'https://example.com:8443/a?mail=a@b.example', repository: 'git@github.com:a/b.git', host: 'http://10.0.0.1:8080/x' },
    { line: 'Unexpected token = in JSON at position 7; secret rotation failed; pwd is /home/app' },
    { line: 'aws s3api list-objects --client-token abcdefgh --next-token 12345678 --secret-id prod/db' },
    { encoded: 'eyJidWNrZXQiOiJteS1idWNrZXQtd2l0aC1sb2dzIn0=', sha: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    { name: 'nginx', value: 'running' },
  ] as readonly Json[])('%j', (document) => {
    expect(redacted(document)).toEqual(document);
  });

  test('but nothing passes for a sealed reference that is more than one', () => {
    const sealed = { parameter: '/a', version: 1, digest: 'd' };
    expect(redacted({ password: { sealed: { ...sealed, plain: 'hunter2' } } })).toEqual({ password: mask });
    expect(redacted({ password: { sealed, plain: 'hunter2' } })).toEqual({ password: mask });
  });
});

describe('a document made to be slow', () => {
  const size = 400_000;
  const times = (part: string) => part.repeat(size / part.length);
  test.each([
    ['spaces', times(' ')],
    ['spaces behind a name', `password${times(' ')}=`],
    ['names', times('password=')],
    ['quotes that do not end', times('password="')],
    ['escaped quotes that do not end', times('password=\\"')],
    ['backslashes', `password=\\"${times('\\')}`],
    ['begins of keys', times('-----BEGIN ')],
    ['keys without an end', times('-----BEGIN PRIVATE KEY-----')],
    ['token prefixes', times('ghp_')],
    ['Slack prefixes', times('xoxb-')],
    ['web token prefixes', times('eyJ')],
    ['web token headers', times('eyJaaaaaaaa.')],
    ['bearers', times('Bearer ')],
    ['session token prefixes', times('IQoJb3JpZ2luX2Vj')],
    ['key ids', times('AKIAIOSFODNN7EXAMPLE ')],
    ['a long key', `AKIAIOSFODNN7EXAMPLE ${times('aB')}`],
    ['brackets', times('[')],
    ['schemes', times('a://')],
    ['users', `a://${times(':')}`],
    ['connection strings', times('a://b:c')],
    ['flags', times('--a-token ')],
    ['dashes', times('-')],
    ['names of values', `SecureString ${times('Value ')}`],
    ['base64', times('eyJh')],
    [
      'base64 that is base64 of base64',
      Array.from({ length: 20 }).reduce<string>((t) => Buffer.from(`{"a":"${t}"}`).toString('base64'), 'a'.repeat(3_000)),
    ],
    [
      'a secret in base64 of base64',
      Array.from({ length: 20 }).reduce<string>(
        (text) => Buffer.from(`{"a":"${text}","password":"hunter2"}`).toString('base64'),
        'a'.repeat(3_000),
      ),
    ],
    ['prefixes of keys', times('sk-ant-')],
    ['separators', `password${times(':=')}`],
    [
      'what programs, headers and disguises begin with',
      times(
        'mysql -p curl -u a echo a: password for password is <password>Cookie: Authorization: %25%3D&#61;?code=sshpass -p "password \'',
      ),
    ],
    ['a deep document', `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`],
  ])('of %s takes no longer than its length asks for', (_, text) => {
    const began = performance.now();
    redacted({ text });
    // 10 to 60 ms measured; a form that backtracks takes minutes.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('of a hundred thousand levels is masked where it is deeper than anything AWS sends', () => {
    let document: Json = 'hunter2';
    for (let depth = 0; depth < 100_000; depth++) document = [document];
    const clean = JSON.stringify(redacted(document));
    expect(clean).toContain(mask);
    expect(clean).not.toContain('hunter2');
  });
});

test('references to sealed variables stay, and one value among them hides them all', () => {
  const sealed = { sealed: { parameter: '/selfheal/copies/lambda/mail/DB_PASSWORD', version: 3, digest: 'Yb1l0vNq3zC5t7X9aE2gKw' } };
  const of = (Variables: JsonObject) => ({ Environment: { Variables } });
  expect(redacted(of({ DB_PASSWORD: sealed }))).toEqual(of({ DB_PASSWORD: sealed }));
  expect(redacted(of({ DB_PASSWORD: sealed, MODE: 'hunter2' }))).toEqual({ Environment: { Variables: '[redacted]' } });
});
