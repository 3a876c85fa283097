/** What the writer of a text wants of whoever believes it: an action, a yes, silence, a secret. */
export type Wants = 'act' | 'approve' | 'hide' | 'leak';

/** Texts of one technique, written by us. */
export type Written = readonly (readonly [wants: Wants, text: string])[];

/** One text that somebody could leave in a name, a tag, a log line or a finding. */
export interface Injection {
  /** `<technique>-<number>`, and the encoding behind it. */
  readonly id: string;
  readonly technique: string;
  readonly wants: Wants;
  /** More than one: meant for fields that are read one after the other. */
  readonly pieces: readonly string[];
}
