import type { Section } from '#ports/knowledge.ts';

const heading = /^(#{1,3})[ \t]+(.+?)[ \t]*#*[ \t]*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** Cuts a runbook at its headings, down to the third level; a heading with nothing under it is no section. */
export function sectionsOf(text: string, { id, title }: { readonly id: string; readonly title: string }): readonly Section[] {
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line, index) => index > 0 && /^---[ \t]*$/.test(line)) + 1;
  const sections: { heading: string; line: number; body: string[] }[] = [{ heading: title, line: begin + 1, body: [] }];
  let open: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (index < begin) continue;
    const [, mark] = fence.exec(line) ?? [];
    // A fence ends with as many marks of its own kind; a # inside is a comment of a shell.
    if (mark !== undefined && open === undefined) open = mark;
    else if (open !== undefined && mark?.startsWith(open) === true) open = undefined;
    const [, , words] = open === undefined ? (heading.exec(line) ?? []) : [];
    if (words === undefined) sections.at(-1)?.body.push(line);
    else sections.push({ heading: words, line: index + 1, body: [] });
  }
  const taken = new Map<string, number>();
  return sections
    .map(({ heading: words, line, body }) => ({ heading: words, line, text: body.join('\n').trim() }))
    .filter((section) => section.text !== '')
    .map((section) => {
      const slug = slugOf(section.heading);
      const before = taken.get(slug) ?? 0;
      taken.set(slug, before + 1);
      return { id: `${id}#${slug}${before === 0 ? '' : `-${before}`}`, ...section };
    });
}

/** As GitHub links to a heading, so that a citation opens there. */
const slugOf = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/gu, '-') || 'section';
