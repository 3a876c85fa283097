import { X509Certificate } from 'node:crypto';

/** A certificate whose chain ends at a root that we trust, and until when all of it is valid (epoch milliseconds); else why not. */
export type Chain = { readonly trusted: true; readonly until: number } | { readonly trusted: false; readonly because: string };

const longest = 5;

/**
 * Follows a certificate to a trusted root: every signature, every validity, every issuer a CA. `others` holds intermediate certificates that came
 * along; `issuerOf` may fetch one that did not. Revocation is not asked for.
 */
export async function chainOf(
  leaf: X509Certificate,
  {
    others,
    roots,
    now,
    issuerOf,
  }: {
    readonly others: readonly X509Certificate[];
    readonly roots: readonly X509Certificate[];
    readonly now: number;
    readonly issuerOf: (certificate: X509Certificate) => Promise<X509Certificate | undefined>;
  },
): Promise<Chain> {
  if (leaf.ca) return { trusted: false, because: 'the certificate is that of an authority, not of a service' };
  let current = leaf;
  let until = Number.POSITIVE_INFINITY;
  for (let length = 1; length <= longest; length++) {
    if (!isValid(current, now)) return { trusted: false, because: `${nameOf(current)} is not valid now (until ${current.validTo})` };
    until = Math.min(until, Date.parse(current.validTo));
    const root = roots.find((each) => issued(current, each));
    if (root !== undefined)
      return isValid(root, now)
        ? { trusted: true, until: Math.min(until, Date.parse(root.validTo)) }
        : { trusted: false, because: `${nameOf(root)} is not valid now` };
    const issuer = others.find((each) => issued(current, each)) ?? (await issuerOf(current));
    if (issuer === undefined || !issued(current, issuer))
      return { trusted: false, because: `nobody whom we trust issued ${nameOf(current)}` };
    current = issuer;
  }
  return { trusted: false, because: `its chain has more than ${longest} certificates` };
}

const isValid = (certificate: X509Certificate, now: number): boolean =>
  Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);

/** Another one issued it: a certificate that signed itself leads nowhere. */
const issued = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca &&
  issuer.fingerprint256 !== certificate.fingerprint256 &&
  certificate.checkIssued(issuer) &&
  certificate.verify(issuer.publicKey);

const nameOf = ({ subject }: X509Certificate): string => `the certificate of ${subject.replaceAll('\n', ', ')}`;

/** Every certificate of a PEM file, in its order. Throws when one is none. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
