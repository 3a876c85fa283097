import { timeOfDay } from '#entry/cli/durations.ts';
import { cutEnd, plain, wrap } from '#entry/cli/plain-text.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { LedgerLine } from '#entry/views/incident-view.ts';

const indent = 24;
/** The story above it tells long reasons whole, and so does --json. */
const longest = 240;

/** The ledger, one line an entry: when, what kind, and what it says. Times are UTC. */
export function timeline(ledger: readonly LedgerLine[], { width, paint }: Pick<Terminal, 'width' | 'paint'>): readonly string[] {
  return ledger.flatMap((entry) => {
    const [first = '', ...more] = wrap(cutEnd(plain(said(entry)), longest), width - indent);
    return [`${paint('dim', timeOfDay(entry.at))}  ${entry.kind.padEnd(10)}${first}`, ...more.map((line) => ' '.repeat(indent) + line)];
  });
}

function said(entry: LedgerLine): string {
  const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '');
  const inside = (key: string, field: string): string => {
    const value = entry[key];
    return typeof value === 'object' && value !== null && field in value
      ? String(Object.entries(value).find(([name]) => name === field)?.[1])
      : '';
  };
  switch (entry.kind) {
    case 'opened':
      return `${inside('signal', 'title')} (${inside('detection', 'id')})`;
    case 'repeated':
      return `seen again: ${inside('signal', 'title')}`;
    case 'moved':
      return `${text('from')} → ${text('to')}: ${text('why')}`;
    case 'answered':
      return answered(entry);
    case 'intent':
      return `sends ${inside('call', 'service')}:${inside('call', 'operation')}`;
    case 'result':
      return `${text('outcome')}${text('requestId') === '' ? '' : `, request id ${text('requestId')}`}${inside('error', 'message')}`;
    case 'ended':
      return text('end');
    case 'asked':
      return [
        text('again') === '' ? '' : `once more, ${text('again')}: `,
        text('why'),
        text('wants') === '' ? '' : `; takes a yes of ${text('wants')}`,
      ].join('');
    case 'stopped':
      return `all writes, by ${text('by')}`;
    case 'resumed':
      return `by ${text('by')}: ${text('stoppedBy')} had stopped all writes`;
    case 'waited':
    case 'observed':
    case 'notified':
      return text('why') || [text('what'), inside('error', 'message')].filter((part) => part !== '').join(': ') || text('by');
  }
}

/** `dave (slack): approve; it still takes a yes of grace`. */
function answered({ by, through, channel, answer, reason, wants, until }: LedgerLine): string {
  const text = (value: unknown, before: string): string => (typeof value === 'string' && value !== '' ? `${before}${value}` : '');
  const time = typeof until === 'number' ? ` until ${timeOfDay(until)}` : '';
  return `${text(by, '')}${text(through, ', said by ')} (${text(channel, '')}): ${text(answer, '')}${time}${text(reason, ': ')}${text(wants, '; it still takes a yes of ')}`;
}
