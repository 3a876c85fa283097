import { z } from 'zod';

/** How far a stream of events is admitted: everything up to number `after`. */
export const StreamCursor = z.object({ stream: z.string(), after: z.int() });
export type StreamCursor = Readonly<z.infer<typeof StreamCursor>>;

/** Knows up to where everything is admitted, while many events are under way and end in any order. */
export interface Admitted {
  began(stream: string, seq: number): void;
  /** The cursor when it moved on. */
  ended(stream: string, seq: number): StreamCursor | undefined;
}

/** Another stream starts anew: numbers of the one before mean nothing any more. */
export function admitted(from: StreamCursor | undefined): Admitted {
  let stream = from?.stream;
  let after = from?.after ?? 0;
  let highest = after;
  /** In the order in which they began, so the first is the lowest. */
  const underWay = new Set<number>();
  return {
    began(name, seq) {
      if (name !== stream) {
        underWay.clear();
        stream = name;
        after = 0;
        highest = 0;
      }
      underWay.add(seq);
      highest = Math.max(highest, seq);
    },
    ended(name, seq) {
      if (name !== stream || !underWay.delete(seq)) return undefined;
      const [lowest] = underWay;
      const reached = lowest === undefined ? highest : lowest - 1;
      if (reached === after) return undefined;
      after = reached;
      return { stream: name, after };
    },
  };
}
