/** Characters that do not show: soft hyphens, joiners, directions, tags. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
const wide = /[\uff01-\uff5e]|[\u{1d400}-\u{1d7ff}]/u;
const escapes = /\\u00([2-7][0-9a-f])|\\x([2-7][0-9a-f])|%([2-7][0-9a-f])|&#(\d{2,3});|&#x([2-7][0-9a-f]);|&(quot|apos|amp|lt|gt);/gi;
const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
const mostLayers = 4;
const disguised = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uff01-\uff5e\ud835\udb40]|\\[ux]|%[2-7]|&[#qalg]/i;

/** A text as a reader takes it: wide letters as plain ones, without what does not show, and escapes of JSON, addresses and XML undone. */
export function plainReading(text: string): string {
  if (!disguised.test(text)) return text;
  let plain = text;
  for (let layer = 0; layer < mostLayers; layer++) {
    const before = plain;
    plain = plain.replace(unseen, '');
    if (wide.test(plain)) plain = plain.normalize('NFKC');
    plain = plain.replace(escapes, (whole, ...codes: readonly (string | undefined)[]) => {
      const [json, hex, percent, decimal, xml, entity] = codes;
      const code = json ?? hex ?? percent ?? xml;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      if (decimal !== undefined) return Number(decimal) > 31 && Number(decimal) < 127 ? String.fromCharCode(Number(decimal)) : whole;
      return entities[entity?.toLowerCase() ?? ''] ?? whole;
    });
    if (plain === before) break;
  }
  return plain;
}
