import { redacted } from '#domain/redaction/redact.ts';

const invisible = /[\p{C}\u2028\u2029]+/gu;
/** What a chat or a page would follow, render or ping: addresses, markup, mentions. */
const scheme = /\b([a-z][a-z0-9+.-]{1,20}):\/\//gi;

/**
 * A model's words as people may safely be shown them: one line without secrets, without markup, without an address that a channel would open to
 * make a preview (which would carry data to whoever owns the address), without the `@` and `<!` that ping people.
 */
export function harmless(text: string, most: number): string {
  const stripped = redacted(text)
    .replace(invisible, ' ')
    .replace(scheme, (_, name: string) => `${name}:`)
    .replace(/\bwww\./gi, 'www ')
    .replace(/[<>`|[\]]/g, '')
    .replace(/@(?=here\b|channel\b|everyone\b|all\b)/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
  // What was taken out may have stood between two halves of a secret.
  const line = redacted(stripped);
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
