import { plain, wrap } from '#entry/cli/plain-text.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { SweepView } from '#entry/views/sweep-view.ts';

type Wrong = SweepView['wrong'][number];

/** What is wrong now, by the action that heals it: one condition is told once, with every resource that it is true of. */
export function wrongLines(wrong: readonly Wrong[], { width, paint }: Pick<Terminal, 'width' | 'paint'>): readonly string[] {
  const several = {
    account: new Set(wrong.map(({ account }) => account)).size > 1,
    region: new Set(wrong.map(({ region }) => region).filter((region) => region !== 'global')).size > 1,
  };
  const name = (one: Wrong): string => {
    const place = [...(several.account ? [one.account] : []), ...(several.region ? [one.region] : [])];
    return place.length === 0 ? one.resource : `${one.resource} (${place.join(', ')})`;
  };
  return [...Map.groupBy(wrong, ({ action }) => action)].flatMap(([action, same]) => [
    paint('bold', action),
    ...[...Map.groupBy(same, ({ why, refused = '' }) => `${why}\n${refused}`).values()].flatMap((alike) => {
      const [{ why, refused } = { why: '' }] = alike;
      const left = refused === undefined ? '' : ` (left alone: ${refused})`;
      return wrap(plain(`${why}${left}: ${alike.map(name).join(', ')}`), width - 2).map((line) => `  ${line}`);
    }),
  ]);
}
