import type { Reception } from '#flow/receive.ts';

/** What became of the signals of one file. */
export interface FileTally {
  readonly signals: ReadonlyMap<string, number>;
  readonly drops: ReadonlyMap<string, number>;
  count(reception: Reception): void;
}

/** Nothing counted yet. */
export function newTally(): FileTally {
  const signals = new Map<string, number>();
  const drops = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    signals,
    drops,
    count: (reception) => (reception.became === 'dropped' ? add(drops, reception.because) : add(signals, reception.became)),
  };
}

const words: Readonly<Record<string, string>> = {
  opened: 'opened an incident',
  repeat: 'repeated an open incident',
  duplicate: 'seen before',
  echo: "echo of Selfheal's own fix",
  unmatched: 'matched no detection',
};

/** In one line: `3 signals (1 opened an incident, 2 matched no detection); 2 dropped (2 unknown-source)`. */
export function tallyText({ signals, drops }: FileTally): string {
  const total = sum(signals);
  const became = total === 0 ? '' : ` (${[...signals].map(([name, count]) => `${count} ${words[name] ?? name}`).join(', ')})`;
  const dropped =
    drops.size === 0 ? '' : `; ${sum(drops)} dropped (${[...drops].map(([because, count]) => `${count} ${because}`).join(', ')})`;
  return `${total} ${total === 1 ? 'signal' : 'signals'}${became}${dropped}`;
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);
