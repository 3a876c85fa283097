import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';

/** One document of a body, or the line that is none. */
export type Sent = { readonly document: Json } | { readonly line: number; readonly broken: string };

/** The documents of a body: one JSON value, or JSON lines, where a broken line does not stop the others. Throws `bad-input` when nothing in it is JSON. */
export function documentsOf(body: string): readonly Sent[] {
  if (body.trim() === '') throw new HealError('bad-input', 'the body is empty; send one JSON document, or JSON lines');
  const whole = parsed(body);
  if ('document' in whole) return [whole];
  const lines = body.split('\n').flatMap((text, index): Sent[] => {
    if (text.trim() === '') return [];
    const one = parsed(text);
    return ['document' in one ? one : { line: index + 1, broken: one.because }];
  });
  if (lines.some((line) => 'document' in line)) return lines;
  throw new HealError('bad-input', `the body is neither JSON nor JSON lines (${whole.because}); nothing was taken in`);
}

function parsed(text: string): { readonly document: Json } | { readonly because: string } {
  try {
    const document: Json = JSON.parse(text);
    return { document };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}
