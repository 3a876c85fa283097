import type { Place } from '#domain/incident.ts';
import { duration } from './durations.ts';
import type { Style } from './terminal.ts';

interface Seen {
  readonly stage: Place;
  readonly waiting: boolean;
}

/** Where an incident is, in a word or two. */
export const stateWord = ({ stage, waiting }: Seen): string => (waiting ? 'asks you' : stage);

/** Green is healed, red needs a look, yellow needs an answer. */
export function stateStyle({ stage, waiting }: Seen): Style {
  if (waiting) return 'yellow';
  if (stage === 'healed') return 'green';
  if (stage === 'escalated' || stage === 'expired') return 'red';
  return stage === 'already-healthy' || stage === 'logged' || stage === 'expected' ? 'dim' : 'cyan';
}

/** How long the heal took, from the event's arrival to the proof; empty while it does not stand. */
export const tookText = ({ stage, ms }: { readonly stage: Place; readonly ms: number | null }): string =>
  stage === 'healed' && ms !== null ? duration(ms) : '';
