import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { HealError } from '#domain/heal-error.ts';
import { type Json, sha256 } from '#domain/json.ts';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;
const derive = (key: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', key, '', `selfheal blobs: ${purpose}`, 32)));

/** Names and encrypts contents with one key of 32 bytes. */
interface Sealer {
  /** The reference of a content: its sha256, or `sealed-` and its HMAC-SHA256, which tells nothing without the key. */
  readonly ref: (text: string, sealed: boolean) => string;
  /** The bytes to store: the text itself, or AES-256-GCM of it: iv, tag, ciphertext. */
  readonly close: (ref: string, text: string) => Uint8Array;
  /** The content behind stored bytes. Throws HealError `ledger-broken` when they are not what the reference names. */
  readonly open: (ref: string, bytes: Uint8Array) => Json;
}

/** True for texts that can be references: nothing else ever becomes a file name or an object key. */
export const isRef = (ref: string): boolean => /^(sealed-)?[0-9a-f]{64}$/.test(ref);

const isSealed = (ref: string): boolean => ref.startsWith('sealed-');

/** Derives one key for names and one for contents (RFC 5869). */
export function sealer(key: Uint8Array): Sealer {
  const naming = derive(key, 'name');
  const sealing = derive(key, 'content');
  const refOf = (text: string, sealed: boolean): string =>
    sealed ? `sealed-${createHmac('sha256', naming).update(text).digest('hex')}` : sha256(text);
  return {
    ref: refOf,
    close: (ref, text) => (isSealed(ref) ? encrypt(sealing, text) : Buffer.from(text)),
    open: (ref, bytes) => {
      const text = isSealed(ref) ? decrypt(sealing, bytes) : Buffer.from(bytes).toString();
      if (text === undefined || refOf(text, isSealed(ref)) !== ref) throw changed(ref);
      return JSON.parse(text) as Json;
    },
  };
}

function encrypt(key: KeyObject, text: string): Uint8Array {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Nothing when the bytes were changed or sealed with another key; that they belong to their reference is told by the name. */
function decrypt(key: KeyObject, bytes: Uint8Array): string | undefined {
  if (bytes.length < ivLength + tagLength) return undefined;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength), { authTagLength: tagLength }).setAuthTag(
    bytes.subarray(ivLength, ivLength + tagLength),
  );
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

const changed = (ref: string): HealError =>
  new HealError(
    'ledger-broken',
    `Blob ${ref} is not what was stored: its content was changed${isSealed(ref) ? ', or sealed with another key' : ''}. Restore it from a copy; do not heal from it.`,
    { details: { ref } },
  );

/** The error for a blob that is not there. */
export const noBlob = (ref: string): HealError =>
  new HealError('not-found', `There is no blob ${ref}: it was never stored here, or it was removed. Restore it from a copy.`, {
    details: { ref },
  });
