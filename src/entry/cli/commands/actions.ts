import { resolve } from 'node:path';
import { type Unproven, unproven } from '#catalogue/iam/unproven.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { duration } from '#entry/cli/durations.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import { table } from '#entry/cli/table.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import { type ActionView, actionView } from '#entry/views/action-view.ts';
import { riskWords } from '#entry/views/question-view.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { checkActions } from '#worlds/own-actions.ts';

/** What Selfheal can do; with an id, all that is declared of one action. */
export const actions = defineCommand<{ readonly unproven?: boolean }>({
  arguments: [
    ['[id]', 'all that is known of this action; "check" holds your own to the contract of ours'],
    ['[path]', 'with "check": a file of your own action, or a folder of them'],
  ],
  options: [{ flags: '--unproven', what: 'permissions that no test can judge, and why' }],
  examples: ['actions', 'actions s3.block-public-access', 'actions --unproven', 'actions check ./actions'],
  async run(shell, [id, path], options) {
    const { terminal, json, policyFile } = shell;
    if (id === 'check') return await checkOwn(path, shell);
    const { catalogue, refused } = await catalogueOf(policyFile);
    for (const { message } of refused()) terminal.notice(`selfheal: ${plain(message)}`);
    if (options.unproven === true)
      return printUnproven(unproven((await catalogue.actions()).filter((action) => id === undefined || action.id === id)), shell);
    const views = (await catalogue.actions()).map(actionView);
    const one = views.find((view) => view.id === id);
    if (id !== undefined && one === undefined)
      throw unknownName(
        'action',
        id,
        views.map((view) => view.id),
        'selfheal actions',
      );
    if (json) terminal.printJson(one ?? views);
    else if (one === undefined) printAll(views, terminal);
    else printOne(one, terminal);
    return exitStatus.done;
  },
});

/** For people by reason, because one reason covers many permissions. */
function printUnproven(listed: readonly Unproven[], { terminal, json }: Shell): ExitStatus {
  const { print, paint, width } = terminal;
  if (json) terminal.printJson(listed);
  else if (listed.length === 0) print('Every permission is proven.');
  else
    for (const [why, same] of Map.groupBy(listed, (each) => each.why)) {
      for (const line of wrap(why, width)) print(paint('bold', line));
      const names = same.map(({ permission }) => permission);
      const by = new Set(same.flatMap(({ actions: ids }) => ids));
      printIndented(names.join(' '), terminal);
      printIndented(`of ${[...by].join(', ')}`, terminal);
    }
  return exitStatus.done;
}

/** Nothing of it reaches AWS; the code in the files runs. */
async function checkOwn(path: string | undefined, { terminal, json }: Shell): Promise<ExitStatus> {
  if (path === undefined) throw new HealError('bad-input', 'Say which: "selfheal actions check ./actions".');
  const checked = await checkActions(resolve(path));
  const views = checked.map(({ file, id, promises, refused }) => ({
    file,
    id,
    kept: refused === undefined,
    why: refused?.message,
    promises,
  }));
  if (json) terminal.printJson(views);
  else
    for (const { file, id, kept, why, promises } of views) {
      terminal.print(`${terminal.paint(kept ? 'green' : 'red', kept ? 'kept  ' : 'broken')} ${terminal.paint('bold', id)}  ${plain(file)}`);
      if (promises.length === 0) printIndented(plain(why ?? ''), terminal);
      for (const { says, broken } of promises) if (broken !== undefined) printIndented(`${says}: ${plain(broken)}`, terminal);
    }
  if (views.length === 0)
    throw new HealError(
      'bad-input',
      `There is no action in ${path}: an action is <service>/<verb-object>.ts with its <verb-object>.states.ts`,
    );
  return views.every(({ kept }) => kept) ? exitStatus.done : exitStatus.no;
}

function printAll(views: readonly ActionView[], terminal: Shell['terminal']): void {
  const columns = [
    { title: 'ACTION', value: ({ id }: ActionView) => id, whole: true },
    { title: 'DOES', value: ({ title }: ActionView) => title, sentence: true },
    { title: 'RISK', value: ({ risk }: ActionView) => risk.level, whole: true },
    { title: 'UNDO', value: ({ undo }: ActionView) => undoWord[undo.kind], whole: true },
  ];
  // What it does needs the room more than what `actions <id>` tells as well.
  terminal.print(table(views, terminal.whole || terminal.width >= roomy ? columns : columns.slice(0, 2), terminal));
}

const roomy = 110;
const undoWord = { undo: 'yes', 'nothing-to-undo': 'nothing', irreversible: 'no' } as const;

function printOne(view: ActionView, { print, paint, width }: Shell['terminal']): void {
  const { risk, undo, permissions, exercised } = view;
  const indent = 13;
  const say = (label: string, text: string): void => {
    for (const [index, line] of wrap(text, width - indent).entries())
      print((index === 0 ? paint('bold', label) + ' '.repeat(indent - label.length) : ' '.repeat(indent)) + line);
  };
  print(`${paint('bold', view.id)}\n${view.title}\n`);
  say('Resource', view.resource);
  say('Heals', view.heals.join(' ') || 'nothing that has a public id');
  say('Risk', riskWords(risk));
  say('Undo', undo.kind === 'undo' ? 'yes' : `${undoWord[undo.kind]}: ${undo.because ?? ''}`);
  say(
    'When unsure',
    view.keeps === 'safer'
      ? 'a fix that does not verify stands, because undoing it would be less safe'
      : 'a fix that does not verify is undone',
  );
  say('Verified', `within ${duration(view.settlesMs)}, in at most ${view.rounds} ${view.rounds === 1 ? 'round' : 'rounds'}`);
  say('Reads', permissions.read.join(' '));
  say('Writes', permissions.write.join(' '));
  if (permissions.undo.length > 0) say('Undoes by', permissions.undo.join(' '));
  if (permissions.dependent.length > 0) say('Needs too', permissions.dependent.join(' '));
  say('On', permissions.on.join(' '));
  say('Exercised', exercised.on === undefined ? `no: ${exercised.not ?? ''}` : 'on the emulator');
}
