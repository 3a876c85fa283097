import { z } from 'zod';
import type { JsonObject } from '#domain/json.ts';
import { type Drop, Signal } from '#domain/signal.ts';
import type { Parsed } from '#ports/catalogue.ts';

/** A signal before its rank and source are known. */
export type Finding = Omit<Signal, 'rank' | 'source'>;

/** What a source reads out of one document: the event in EventBridge's shape, and what it says about each resource. */
export interface Reading {
  readonly event: JsonObject;
  /** A finding has an event of its own where the document speaks of several things, so that a pattern that fits one does not speak for the others. */
  readonly findings: readonly (Finding & { readonly event?: JsonObject })[];
  readonly drops: readonly Drop[];
}

/** How a document reached us: `trusted` only when AWS itself delivered it to an intake of ours. */
export interface Intake {
  readonly trusted: boolean;
  /** ARN of the SNS topic that it was published to, for messages that do not say where they are from. */
  readonly topic?: string | undefined;
}

interface SourceSpec {
  /** Equals its file name. */
  readonly id: string;
  readonly title: string;
  /** One document that this source reads, for tests and the docs. */
  readonly sample: JsonObject;
  recognises(document: JsonObject): boolean;
  read(document: JsonObject, receivedAt: number, topic?: string): Reading;
}

export interface Source extends Omit<SourceSpec, 'read'> {
  /** `attested` needs a trusted intake and AWS's own name (`aws.…`) on the document as it was received. */
  parse(document: JsonObject, receivedAt: number, intake: Intake): Parsed;
}

/** Declares a source: its findings become signals, checked against the shape of one. */
export function defineSource({ read, ...source }: SourceSpec): Source {
  return {
    ...source,
    parse(document, receivedAt, { trusted, topic }) {
      const { event, findings, drops } = read(document, receivedAt, topic);
      const rank = trusted && saysAws(document) ? 'attested' : 'reported';
      const checked = findings.map(({ event: own = event, ...finding }) => ({
        own,
        read: Signal.safeParse(present({ ...finding, source: source.id, rank })),
      }));
      return {
        signals: checked.flatMap((each) => (each.read.success ? [{ signal: each.read.data, event: each.own }] : [])),
        drops: [...drops, ...checked.flatMap((each) => (each.read.success ? [] : [malformed(z.prettifyError(each.read.error))]))],
      };
    },
  };
}

/** EventBridge refuses `aws.…` as the source of anyone's PutEvents (docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html). */
const saysAws = ({ source }: JsonObject): boolean => typeof source === 'string' && source.startsWith('aws.');

const malformed = (detail: string): Drop => ({ because: 'malformed', detail });

const present = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
