import { setTimeout as sleep } from 'node:timers/promises';
import { endNames, stageNames } from '#domain/incident.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { accountId, oneOf, wholeNumber } from '#entry/cli/read-option.ts';
import { stateStyle, stateWord, tookText } from '#entry/cli/state-style.ts';
import { incidentList, questionList } from '#entry/cli/story/incident-list.ts';
import { printBeside, printIndented } from '#entry/cli/terminal.ts';
import { type IncidentSummary, incidentSummary, incidentsView } from '#entry/views/incident-view.ts';
import type { Listing, Store } from '#ports/store.ts';

interface Options {
  readonly place?: (typeof stageNames)[number] | (typeof endNames)[number];
  readonly account?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly watch?: boolean;
}

/** What is listed, as it was asked for. */
type Filter = Readonly<Record<'place' | 'account', string | undefined>> & { readonly limit: number };

const usualLimit = 20;

/** Lists incidents, or follows them as they change. */
export const incidents = defineCommand<Options>({
  options: [
    {
      flags: '--place <place>',
      what: 'only those in this stage or at this end: approval, healed, escalated …',
      read: oneOf([...stageNames, ...endNames]),
    },
    { flags: '--account <id>', what: 'only those of this account', read: accountId },
    { flags: '--limit <n>', what: 'how many', read: wholeNumber(1, 500), default: usualLimit },
    { flags: '--cursor <cursor>', what: 'go on after a page (its "next")' },
    { flags: '--watch', what: 'stay, and print every change as it happens' },
  ],
  examples: ['incidents', 'incidents --place escalated --json', 'incidents --watch'],
  async run(shell, _, { place, account, limit, cursor, watch }) {
    const store = openJournal(shell.dataDir);
    const only = (incident: IncidentSummary): boolean => account === undefined || place === undefined || incident.account === account;
    if (watch === true) {
      await follow(store, listing(place, account), shell, only);
      return exitStatus.done;
    }
    const page = await store.incidents(listing(place, account), { limit, cursor });
    const view = incidentsView(page);
    const shown = view.incidents.filter(only);
    if (shell.json) shell.terminal.printJson({ ...view, incidents: shown });
    else {
      const { terminal, self } = shell;
      if (shown.length > 0) terminal.print(incidentList(shown, Date.now(), terminal));
      else terminal.print(view.next === null ? 'No incidents.' : 'None on this page.');
      for (const line of questionList(await questions(store, account), self)) terminal.print(line);
      if (view.next !== null) terminal.print(`\nMore: ${moreOf({ place, account, limit }, view.next, self)}`);
    }
    await store.close();
    return exitStatus.done;
  },
});

/** Everything that waits for an answer, in the order of the list. */
async function questions(store: Store, account: string | undefined): Promise<readonly IncidentSummary[]> {
  const { items } = await store.incidents(listing('approval', undefined), { limit: 500 });
  return items.map(incidentSummary).filter((each) => each.waiting && (account === undefined || each.account === account));
}

const listing = (place: Options['place'], account: string | undefined): Listing => {
  if (place !== undefined) return { by: 'place', place };
  return account === undefined ? { by: 'opened' } : { by: 'opened', account };
};

/** The same listing from where it was cut off. */
function moreOf({ place, account, limit }: Filter, next: string, self: string): string {
  const filters = [place === undefined ? '' : ` --place ${place}`, account === undefined ? '' : ` --account ${account}`];
  return `${self} incidents${filters.join('')}${limit === usualLimit ? '' : ` --limit ${limit}`} --cursor ${next}`;
}

const pollMs = 300;
const newest = 100;

/** Prints each incident anew when it changed; the newest hundred are looked at. */
async function follow(
  store: Store,
  list: Listing,
  { terminal, json, interrupted }: Shell,
  only: (each: IncidentSummary) => boolean,
): Promise<void> {
  const known = new Map<string, string>();
  let first = true;
  const stopped = new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve(), { once: true }));
  if (!json) terminal.notice('Watching; Ctrl-C ends it.');
  while (!interrupted.aborted) {
    const { items } = await store.incidents(list, { limit: newest });
    for (const incident of items.map(incidentSummary).filter(only).toReversed()) {
      const word = stateWord(incident);
      const changed = known.get(incident.id) !== word;
      known.set(incident.id, word);
      if (!changed || (first && !json && incident.closedAt !== null)) continue;
      if (json) terminal.printJson(incident);
      else printChange(incident, terminal);
    }
    first = false;
    await Promise.race([sleep(pollMs), stopped]);
  }
  await store.close();
}

function printChange(incident: IncidentSummary, terminal: Shell['terminal']): void {
  const { id, resource, title, why, waiting, closedAt } = incident;
  const state = terminal.paint(stateStyle(incident), stateWord(incident).padEnd(15));
  const took = tookText(incident);
  const what = took !== '' ? `in ${took}: ${title}` : closedAt === null && !waiting ? title : `${title}: ${why}`;
  printBeside(`${id}  ${state} `, plain(resource), terminal);
  printIndented(plain(what), terminal);
}
