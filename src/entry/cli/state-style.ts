import type { Place } from '#domain/incident.ts';
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
