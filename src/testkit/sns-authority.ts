import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { SnsMessage } from '#adapters/intake/sns-message.ts';
import { stringToSign } from '#adapters/intake/sns-message.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Can certificates be made on this machine? */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A certificate with its key, as PEM files. */
export interface Issued {
  readonly pem: string;
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly files: { readonly certificate: string; readonly key: string };
}

interface Wanted {
  readonly name: string;
  readonly issuer?: Issued;
  readonly days?: number;
  readonly extensions: readonly string[];
  /** A key file that is there already; else one is made. */
  readonly key?: string | undefined;
  readonly newKey?: readonly string[];
}

/** What may be told apart in a signed message. */
export interface Signing {
  readonly by?: Issued;
  readonly certificate?: string;
  readonly change?: Readonly<Record<string, unknown>>;
}

export const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
export const issuerUrl = 'http://crt.test.amazontrust.com/issuer.cer';
/** Made in milliseconds; SNS itself has RSA. */
const ellipticKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
export const rsaKey = (bits: number): readonly string[] => ['-newkey', `rsa:${bits}`];
export const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
export const service = (name: string, ...more: readonly string[]): readonly string[] => [
  'basicConstraints=critical,CA:FALSE',
  `subjectAltName=DNS:${name}`,
  ...more,
];

/**
 * A stand-in for the people whom SNS trusts: a root, an authority below it, and SNS's own certificate, made with openssl, and a web server on
 * loopback that `fetch` reaches under every name.
 */
export async function snsAuthority() {
  const folder = await temporaryFolder();
  let made = 0;
  const issue = ({ name, issuer, days = 30, extensions, key: given, newKey = ellipticKey }: Wanted): Issued => {
    const at = (what: string): string => join(folder.path, `${made}.${what}`);
    made += 1;
    const [certificate, key, request, extension] = [at('pem'), given ?? at('key'), at('csr'), at('ext')];
    writeFileSync(extension, extensions.join('\n'));
    const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    const keyed = given === undefined ? [...newKey, '-nodes', '-keyout', key] : ['-key', key];
    openssl('req', '-new', ...keyed, '-out', request, '-subj', `/CN=${name}`);
    const signer =
      issuer === undefined ? ['-signkey', key] : ['-CA', issuer.files.certificate, '-CAkey', issuer.files.key, '-CAcreateserial'];
    openssl('x509', '-req', '-in', request, ...signer, '-days', String(days), '-extfile', extension, '-out', certificate);
    return {
      pem: readFileSync(certificate, 'utf8'),
      der: openssl('x509', '-in', certificate, '-outform', 'DER'),
      key: createPrivateKey(readFileSync(key)),
      files: { certificate, key },
    };
  };

  const root = issue({ name: 'Test Root', extensions: authority, days: 365 });
  const intermediate = issue({ name: 'Test Authority', issuer: root, extensions: authority, days: 60 });
  const leaf = issue({
    name: 'sns.amazonaws.com',
    issuer: intermediate,
    newKey: rsaKey(2048),
    extensions: service('sns.amazonaws.com', `authorityInfoAccess=caIssuers;URI:${issuerUrl}`),
  });

  /** What the web holds, by address; a number is a status. */
  const web = new Map<string, string | Buffer | number>([
    [certificateUrl, leaf.pem],
    [issuerUrl, intermediate.der],
  ]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const found = web.get(decodeURIComponent(request.url?.slice(1) ?? '')) ?? 404;
    if (typeof found === 'number') response.writeHead(found).end();
    else response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    root,
    intermediate,
    leaf,
    web,
    /** Every address that was fetched. */
    asked,
    issue,
    fetch: (async (url, init) => {
      asked.push(String(url));
      return fetch(`http://127.0.0.1:${address.port}/${encodeURIComponent(String(url))}`, init);
    }) satisfies typeof fetch,
    /** A message as SNS posts it; `change` is made after it was signed. */
    signed(message: object, { by = leaf, certificate = certificateUrl, change = {} }: Signing = {}): Record<string, unknown> {
      const whole = {
        Type: 'Notification',
        MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
        SignatureVersion: '2',
        SigningCertURL: certificate,
        ...message,
      } as SnsMessage;
      const algorithm = whole.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
      return { ...whole, Signature: sign(algorithm, Buffer.from(stringToSign(whole)), by.key).toString('base64'), ...change };
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await folder.remove();
    },
  };
}
