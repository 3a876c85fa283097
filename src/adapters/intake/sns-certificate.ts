import { type KeyObject, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { certificatesIn, chainOf } from './certificate-chain.ts';

/** A signing key of SNS, or why a certificate is not SNS's. */
export type SigningKey = { readonly key: KeyObject } | { readonly because: string };

export interface SnsCertificates {
  /** Fetches a certificate and follows its chain once, then knows its key. Throws HealError `aws-unreachable` or `throttled`: then nobody knows. */
  keyAt(url: string): Promise<SigningKey>;
}

export interface CertificateOptions {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** PEM; Mozilla's, as Node brings them, when absent. */
  readonly roots?: readonly string[];
}

const host = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
/** The exact name keeps other answers of the same host out, which may hold text that somebody else chose. */
const file = /^\/SimpleNotificationService-[A-Za-z0-9]+\.pem$/;
/** Who issues certificates of AWS; SNS's file holds its own only, the one above is where that one says. */
const issuers = /(^|\.)(amazontrust\.com|digicert\.com)$/;

const largestBytes = 64 * 1024;
const timeoutMs = 5_000;
const mostKept = 32;
/** Anyone may send addresses that do not exist: what we fetch for them is bounded. */
const mostFetches = 20;
const minuteMs = 60_000;
const leastBits = 2_048;

/** Is this an https address of SNS itself, on its usual port? */
export function isAtSns(url: string): boolean {
  const { protocol, hostname, port, username, password } = new URL(url);
  return protocol === 'https:' && host.test(hostname) && port === '' && username === '' && password === '';
}

/** Certificates of SNS, each fetched once while it is valid. */
export function snsCertificates({ fetch: get, now, roots: pems = rootCertificates }: CertificateOptions): SnsCertificates {
  const kept = new Map<string, { readonly key: Promise<SigningKey>; until: number }>();
  let fetches: readonly number[] = [];
  let roots: readonly X509Certificate[] | undefined;

  const bytesAt = async (url: string): Promise<Buffer> => {
    fetches = fetches.filter((at) => at > now() - minuteMs);
    if (fetches.length >= mostFetches)
      throw new HealError('throttled', `more than ${mostFetches} certificates in a minute were asked for; send the message again later`, {
        retry: 'later',
      });
    fetches = [...fetches, now()];
    return fetched(url, get);
  };

  const issuerOf = async (certificate: X509Certificate): Promise<X509Certificate | undefined> => {
    const [, at] = /CA Issuers - URI:(http\S+)/.exec(certificate.infoAccess ?? '') ?? [];
    return at === undefined || !issuers.test(new URL(at).hostname) ? undefined : new X509Certificate(await bytesAt(at));
  };

  const read = async (url: string): Promise<SigningKey & { readonly until: number }> => {
    const [leaf, ...others] = certificatesIn((await bytesAt(url)).toString('latin1'));
    if (leaf === undefined) return { because: 'there is no certificate', until: 0 };
    const { hostname } = new URL(url);
    const names = ['sns.amazonaws.com', hostname];
    if (!names.some((name) => leaf.checkHost(name) !== undefined))
      return { because: `the certificate is not that of ${hostname}`, until: 0 };
    const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
    if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < leastBits)
      return { because: `the key of the certificate is not RSA with ${leastBits} bits or more`, until: 0 };
    roots ??= pems.map((pem) => new X509Certificate(pem));
    const chain = await chainOf(leaf, { others, roots, now: now(), issuerOf });
    return chain.trusted ? { key: leaf.publicKey, until: chain.until } : { because: chain.because, until: 0 };
  };

  return {
    async keyAt(url) {
      if (!isAtSns(url) || !file.test(new URL(url).pathname) || new URL(url).search !== '')
        return { because: `${url} is not where SNS keeps its certificates` };
      const known = kept.get(url);
      if (known !== undefined && known.until >= now()) return known.key;
      const entry = { until: Number.POSITIVE_INFINITY, key: read(url).then(remember, forget) };
      function remember({ until, ...found }: Awaited<ReturnType<typeof read>>): SigningKey {
        entry.until = until;
        return found;
      }
      function forget(error: unknown): never {
        kept.delete(url);
        throw asUnreachable(error, url);
      }
      kept.set(url, entry);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return entry.key;
    },
  };
}

async function fetched(url: string, get: typeof fetch): Promise<Buffer> {
  const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > largestBytes) throw new Error(`more than ${largestBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Nothing is known about the message, so that SNS has to send it again. */
function asUnreachable(error: unknown, url: string): HealError {
  if (error instanceof HealError) return error;
  return new HealError('aws-unreachable', `the certificate at ${url} cannot be read: ${asHealError(error).message}`, {
    retry: 'later',
    cause: error,
  });
}
