import { openCatalogue } from '#catalogue/catalogue.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { duration } from '#entry/cli/durations.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { wrap } from '#entry/cli/plain-text.ts';
import { table } from '#entry/cli/table.ts';
import { type ActionView, actionView } from '#entry/views/action-view.ts';

/** What Selfheal can do; with an id, all that is declared of one action. */
export const actions = defineCommand({
  arguments: [['[id]', 'all that is known of this action']],
  examples: ['actions', 'actions s3.block-public-access'],
  async run({ terminal, json }, [id]) {
    const catalogue = await openCatalogue();
    const views = (await catalogue.actions()).map(actionView);
    const one = views.find((view) => view.id === id);
    if (id !== undefined && one === undefined) throw new HealError('not-found', `There is no action ${id}; "selfheal actions" lists them.`);
    if (json) terminal.printJson(one ?? views);
    else if (one === undefined) printAll(views, terminal);
    else printOne(one, terminal);
    return exitStatus.done;
  },
});

function printAll(views: readonly ActionView[], terminal: Shell['terminal']): void {
  const columns = [
    { title: 'ACTION', value: ({ id }: ActionView) => id, whole: true },
    { title: 'DOES', value: ({ title }: ActionView) => title, sentence: true },
    { title: 'RISK', value: ({ risk }: ActionView) => risk.level, whole: true },
    { title: 'UNDO', value: ({ undo }: ActionView) => undoWord[undo.kind], whole: true },
  ];
  terminal.print(table(views, columns, terminal));
}

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
  say('Risk', `${risk.level}, outage ${risk.outage}; could touch ${risk.blastRadius}`);
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
