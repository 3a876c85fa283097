import { wrap } from './plain-text.ts';

const starts = /^(\s*(?:[-*]|\d+\.)\s+)/;

/** Markdown for a screen of that many columns: paragraphs and list items are wrapped anew, code and tables stay as they are. */
export function reflow(markdown: string, width: number): readonly string[] {
  const shown: string[] = [];
  let paragraph: { readonly lead: string; words: string } | undefined;
  let code = false;
  const flush = (): void => {
    if (paragraph === undefined) return;
    const { lead, words } = paragraph;
    for (const [index, line] of wrap(words, width - lead.length).entries())
      shown.push((index === 0 ? lead : ' '.repeat(lead.length)) + line);
    paragraph = undefined;
  };
  for (const line of markdown.split('\n')) {
    const fence = /^\s*(```|~~~)/.test(line);
    if (fence) code = !code;
    if (code || fence || line.startsWith('|') || line.trim() === '') {
      flush();
      shown.push(line);
      continue;
    }
    const [lead] = starts.exec(line) ?? [];
    if (lead !== undefined) flush();
    if (paragraph === undefined) paragraph = { lead: lead ?? '', words: line.slice(lead?.length ?? 0).trim() };
    else paragraph.words += ` ${line.trim()}`;
  }
  flush();
  return shown;
}
