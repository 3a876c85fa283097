import type { Input, Operation, Output, Service } from './cloud.ts';

/** A person's hands on AWS: scenarios set up, break and check with these, never with the engine's own reader. */
export interface Hands {
  readonly account: string;
  readonly region: string;
  do<S extends Service, O extends Operation<S>>(service: S, operation: O, input: Input<S, O>): Promise<Output<S, O>>;
  /** The same hands under a role of this account, as a pipeline would come. */
  as(role: string, session: string): Promise<Hands>;
}
