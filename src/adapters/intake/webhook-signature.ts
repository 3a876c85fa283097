import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Is this the HMAC-SHA256 (RFC 2104) of the body with that secret: in hex or base64, with or without `sha256=` before it? */
export function isSignedWith(secret: string, body: Uint8Array, signature: string | undefined): boolean {
  if (secret === '' || signature === undefined) return false;
  const given = signature.trim().replace(/^sha256=/i, '');
  const bytes = Buffer.from(given, /^[0-9a-f]{64}$/i.test(given) ? 'hex' : 'base64');
  const expected = createHmac('sha256', secret).update(body).digest();
  // Digests have equal lengths, whatever was sent.
  return timingSafeEqual(digest(bytes), digest(expected));
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
