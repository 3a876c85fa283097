import type { End, Place } from '#domain/incident.ts';
import type { Hands } from '#ports/hands.ts';

/** Something to break in a sandbox, and what must be true afterwards. Nothing here has a default. */
export interface Scenario {
  /** Equals its path: `s3-public-access-block-removed` is `scenarios/s3-public-access-block-removed.ts`. */
  readonly id: string;
  readonly title: string;
  /** The action that heals it; none where nothing is the right answer. */
  readonly action: string | undefined;
  /** CloudFormation type and how the incident is found: its resource id is what `setup` gives. */
  readonly resource: string;
  /** Where the incident must come to rest: an end, or `approval` when a person must be asked. */
  readonly ends: Extract<Place, End | 'approval'>;
  /** The `selfheal.yaml` under which this is true, as far as it matters; none = the defaults. */
  readonly policy: string | undefined;
  /** Can the emulator break and heal this, or why not? */
  readonly exercised: { readonly on: 'emulator' } | { readonly not: string };
  /** Makes a healthy resource with a random name; gives its id. */
  setup(hands: Hands, name: string): Promise<string>;
  break(hands: Hands, id: string): Promise<void>;
  /** Reads the cloud itself: what is not as it must be, or nothing. */
  expect(hands: Hands, id: string): Promise<string | undefined>;
}

export const defineScenario = (scenario: Scenario): Scenario => scenario;
