import type { LoadedDetection, LoadOptions } from '#catalogue/load-detections.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import type { Pattern } from '#matching/compile.ts';
import type { Parsed } from '#ports/catalogue.ts';
import { type Refuse, wants } from './detection-file.ts';
import { succeeded, withReadings } from './event-readings.ts';

/** Every example goes the way of a real document: `matches` must be read, match and give parameters that fit the action, `misses` must not match. */
export function tryExamples(detection: LoadedDetection, pattern: Pattern, { parse }: LoadOptions, refuse: Refuse): void {
  const { remedy, examples } = detection;
  const hits = (example: Json) =>
    parse(example).signals.filter(
      ({ signal, event }) =>
        signal.over === undefined && wants(detection, signal.resource.type) && succeeded(event) && pattern.matches(withReadings(event)),
    );
  for (const [index, example] of examples.matches.entries()) {
    const found = hits(example);
    if (found.length === 0) throw refuse(`does not match: ${whyNot(parse(example), detection, pattern)}`, 'examples', 'matches', index);
    for (const { signal, event } of found) tryParams(() => remedy?.(signal.resource, event), remedy !== undefined, refuse);
  }
  for (const [index, example] of examples.misses.entries())
    if (hits(example).length > 0) throw refuse('matches, but should miss', 'examples', 'misses', index);
}

function tryParams(remedy: () => unknown, needed: boolean, refuse: Refuse): void {
  try {
    if (remedy() === undefined && needed) throw refuse('find nothing in the example', 'params');
  } catch (error) {
    const { code, message } = asHealError(error);
    throw code === 'bad-detection' ? error : refuse(`do not fit the action: ${message}`, 'params');
  }
}

function whyNot({ signals, drops }: Parsed, detection: LoadedDetection, pattern: Pattern): string {
  const [drop] = drops;
  if (signals.length === 0) return `it is no signal (${drop?.because ?? 'nothing in it'}: ${drop?.detail ?? 'no document'})`;
  const types = [...new Set(signals.map(({ signal }) => signal.resource.type))];
  const wanted = signals.find(({ signal }) => wants(detection, signal.resource.type));
  if (wanted !== undefined && !succeeded(wanted.event)) return 'AWS refused the call';
  return wanted !== undefined
    ? `the pattern refuses its event: ${pattern.whyNot(withReadings(wanted.event))}`
    : `it is about ${types.join(', ')}, not ${[detection.resource].flat().join(' or ')}`;
}
