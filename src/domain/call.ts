import { z } from 'zod';
import { AnyJson } from './json.ts';

/** One AWS API call as data: the SDK's service id and method name, and its input in the SDK's casing. */
export const Call = z.object({ service: z.string(), operation: z.string(), input: AnyJson });
export type Call = Readonly<z.infer<typeof Call>>;

/** A secret inside a call: resolved when the call is sent, never stored. The digest is keyed, so equal values are seen as equal and nothing else. */
export const Sealed = z.object({ sealed: z.object({ parameter: z.string(), version: z.int(), digest: z.string() }) });
export type Sealed = Readonly<z.infer<typeof Sealed>>;
