import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AnyJson, type Json } from '#domain/json.ts';
import type { Log } from '#ports/log.ts';

/** One line of the sandbox's stream: which stream it is, an event with its number, how many were lost, or a heartbeat. */
const Line = z.object({ stream: z.string().optional(), lost: z.int().optional(), seq: z.int().optional(), event: AnyJson.optional() });

export interface StreamedEvent {
  readonly stream: string;
  readonly seq: number;
  readonly event: Json;
}

const againMs = 500;
/** The stream sends a heartbeat every five seconds; silence beyond this means that the connection is dead. */
const silenceMs = 15_000;

/** Follows the sandbox's events from `after` on, connecting again for ever until the signal aborts; another stream id starts from its beginning. */
export async function* followEvents(
  endpoint: string,
  from: { readonly stream?: string; readonly after: number },
  signal: AbortSignal,
  log: Log,
): AsyncGenerator<StreamedEvent> {
  let { stream, after } = { stream: from.stream, after: from.after };
  while (!signal.aborted) {
    try {
      for await (const line of lines(`${endpoint}/_selfheal/events?follow=1&after=${after}`, signal)) {
        if (line.stream !== undefined) {
          if (stream !== undefined && stream !== line.stream && after > 0) {
            stream = line.stream;
            after = 0;
            break;
          }
          stream = line.stream;
        }
        if (line.lost !== undefined)
          log.warn(`${line.lost} events were lost before they were read; run "selfheal sweep" to see what they changed`);
        if (line.seq === undefined || line.event === undefined || stream === undefined) continue;
        after = line.seq;
        yield { stream, seq: line.seq, event: line.event };
      }
    } catch (error) {
      if (signal.aborted) return;
      log.debug(`the event stream broke off: ${String(error)}; connecting again`);
    }
    await sleep(againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function* lines(url: string, signal: AbortSignal): AsyncGenerator<z.infer<typeof Line>> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, silence.signal]) });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      for (const text of whole) if (text !== '') yield Line.parse(JSON.parse(text));
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
