import { patternError } from './pattern-error.ts';

const mightBeV4 = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const mightBeV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const mappedPrefix = '00000000000000000000ffff';

/**
 * An IP address literal as 8 (IPv4) or 32 (IPv6) hex digits, so that equal addresses are equal texts and their order is that of the
 * texts; `undefined` for anything else. An IPv4-mapped IPv6 address is its IPv4 address, as in AWS's matcher.
 */
export function ipDigits(text: string): string | undefined {
  if (mightBeV4.test(text)) return v4Digits(text);
  if (mightBeV6.test(text)) return v6Digits(text);
  return undefined;
}

function v4Digits(text: string): string | undefined {
  let digits = '';
  for (const part of text.split('.')) {
    const byte = Number(part);
    if (byte > 255) return undefined;
    digits += byte.toString(16).padStart(2, '0');
  }
  return digits;
}

function v6Digits(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined) return undefined;
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? zeros !== 0 : zeros < 1) return undefined;
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...(tail ?? [])];
  if (groups.some((group) => group.length < 1 || group.length > 4)) return undefined;
  const digits = groups.map((group) => group.toLowerCase().padStart(4, '0')).join('');
  return digits.startsWith(mappedPrefix) ? digits.slice(mappedPrefix.length) : digits;
}

/** Compiles `10.0.0.0/8` or `2001:db8::/32` to a test; masks of one single address are refused, as AWS refuses them. */
export function cidrTest(text: string, path: string): (value: string) => boolean {
  // Java, in which AWS reads it, forgets empty ends of a split text.
  const [address = '', mask = '', ...rest] = text.replace(/\/+$/, '').split('/');
  const digits = ipDigits(address);
  if (mask === '' || rest.length > 0) throw patternError(path, `"${text}" is not a CIDR block: write address/bits, such as 10.0.0.0/8`);
  if (!/^\+?[0-9]+$/.test(mask)) throw patternError(path, `the mask bits of "${text}" must be a whole number, 0 or more`);
  if (digits === undefined) throw patternError(path, `"${address}" is not an IPv4 or IPv6 address`);
  const bits = Number(mask);
  const width = digits.length * 4;
  if (bits >= width) {
    throw patternError(path, `the mask bits of "${text}" must be below ${width}; for one address write the address itself`);
  }
  const mine = BigInt(`0x${digits}`);
  const below = (1n << BigInt(width - bits)) - 1n;
  const toDigits = (number: bigint) => number.toString(16).padStart(digits.length, '0');
  const lowest = toDigits(mine & ~below);
  const highest = toDigits(mine | below);
  return (value) => {
    const other = ipDigits(value);
    return other !== undefined && other.length === digits.length && other >= lowest && other <= highest;
  };
}
