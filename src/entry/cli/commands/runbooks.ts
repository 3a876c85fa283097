import { relative } from 'node:path';
import { loadPolicy } from '#config/load-policy.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { cutEnd, plain, wrap } from '#entry/cli/plain-text.ts';
import { wholeNumber } from '#entry/cli/read-option.ts';
import { reflow } from '#entry/cli/reflow.ts';
import { table } from '#entry/cli/table.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import type { Knowledge, Passage, Runbook } from '#ports/knowledge.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

interface Options {
  readonly limit: number;
  readonly resource?: string;
  readonly action?: string;
}

/** What people wrote down about incidents: all runbooks, one of them, or the passages that answer a question. */
export const runbooks = defineCommand<Options>({
  arguments: [
    ['[id]', 'all of this runbook; "search" looks for an answer in all of them'],
    ['[words...]', 'with "search": what you see, in your own words'],
  ],
  options: [
    { flags: '--limit <n>', what: 'with "search": at most so many passages', read: wholeNumber(1, 100), default: 5 },
    { flags: '--resource <type>', what: 'with "search": only runbooks that apply to this type, e.g. AWS::S3::Bucket' },
    { flags: '--action <id>', what: 'with "search": only runbooks that speak of this action' },
  ],
  examples: ['runbooks', 'runbooks disk-full', 'runbooks search "no space left on device"'],
  async run(shell, [id, ...words], options) {
    const { policyFile, terminal } = shell;
    const { policy } = await loadPolicy(policyFile);
    const { catalogue } = await catalogueOf(policyFile);
    const knowledge = knowledgeOf({
      policyFile,
      policy: () => policy,
      actions: await catalogue.actions(),
      trouble: (message) => terminal.notice(`selfheal: ${plain(message)}`),
    });
    const all = await knowledge.runbooks();
    for (const { message } of knowledge.refused()) for (const line of message.split('\n')) terminal.notice(`selfheal: ${plain(line)}`);
    if (id === 'search') return await search(words.join(' '), knowledge, options, shell);
    if (id === undefined) return list(all, shell);
    const one = all.find((runbook) => runbook.id === id);
    if (one === undefined)
      throw unknownName(
        'runbook',
        id,
        all.map((runbook) => runbook.id),
        'selfheal runbooks',
      );
    if (shell.json) terminal.printJson(one);
    else printOne(one, terminal);
    return exitStatus.done;
  },
});

function list(all: readonly Runbook[], { terminal, json }: Shell): ExitStatus {
  if (json) terminal.printJson(all.map((runbook) => ({ ...runbook, sections: runbook.sections.map(({ id }) => id) })));
  else {
    const columns = [
      { title: 'RUNBOOK', value: ({ id }: Runbook) => id, whole: true },
      { title: 'ABOUT', value: ({ title }: Runbook) => title, sentence: true },
    ];
    terminal.print(table(all, columns, terminal));
  }
  return exitStatus.done;
}

function printOne(runbook: Runbook, terminal: Shell['terminal']): void {
  const { print, paint, width } = terminal;
  const say = (label: string, ids: readonly string[]): void => {
    if (ids.length === 0) return;
    print(paint('bold', label));
    printIndented(plain(ids.join(' ')), terminal);
  };
  print(`${paint('bold', runbook.id)}\n${plain(runbook.title)}`);
  print(paint('dim', plain(shortest(runbook.file))));
  say('\nApplies to', runbook.appliesTo.map(scopeText));
  say('Actions', runbook.actions);
  say('Asks unless it is', runbook.required);
  say('Asks before', runbook.forbidden);
  say(
    'Commands',
    runbook.commands.map(({ name, document }) => `${name} (${document})`),
  );
  for (const { id, heading, text } of runbook.sections) {
    print(`\n${paint('bold', plain(heading))}  ${paint('dim', id)}`);
    for (const line of reflow(text, width)) print(plain(line));
  }
}

const scopeText = ({ resource, ...narrower }: Runbook['appliesTo'][number]): string =>
  Object.keys(narrower).length === 0 ? resource : `${resource} ${JSON.stringify(narrower)}`;

async function search(query: string, knowledge: Knowledge, options: Options, { terminal, json }: Shell): Promise<ExitStatus> {
  if (query.trim() === '') throw new HealError('bad-input', 'Say what to look for: "selfheal runbooks search no space left on device".');
  const passages = await knowledge.search(query, options);
  if (json) terminal.printJson({ query, passages });
  else if (passages.length === 0) terminal.print('No runbook speaks of that.');
  else for (const [index, passage] of passages.entries()) printPassage(passage, index, terminal);
  return passages.length === 0 ? exitStatus.no : exitStatus.done;
}

const shownLines = 4;

function printPassage({ chunk, title, heading, text, file, line }: Passage, index: number, terminal: Shell['terminal']): void {
  const { print, paint, width } = terminal;
  if (index > 0) print();
  print(paint('bold', chunk));
  printIndented(plain(title === heading ? title : `${title}: ${heading}`), terminal);
  const lines = reflow(text, width - 4).filter((each) => each.trim() !== '' && !each.startsWith('```'));
  for (const each of lines.slice(0, shownLines)) print(`  ${paint('dim', '│')} ${cutEnd(plain(each), width - 4)}`);
  const place = line === undefined ? file : `${shortest(file)}:${line}`;
  for (const each of wrap(plain(place), width - 2)) print(`  ${paint('dim', each)}`);
}

/** As seen from here, when that is inside. */
function shortest(file: string): string {
  const seen = relative(process.cwd(), file);
  return seen.startsWith('..') ? file : seen;
}
