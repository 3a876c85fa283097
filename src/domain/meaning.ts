/** What a call does to an account, from the least to the most grave: the tactics and techniques of ATT&CK's cloud matrix (attack.mitre.org/matrices/enterprise/cloud) in our words. */
export const effects = [
  'reads',
  'keeps-books',
  'looks-around',
  'changes',
  'removes',
  'reads-secrets',
  'opens',
  'disrupts',
  'resets-guards',
  'spends',
  'destroys',
  'moves-data',
  'commits',
  'runs-code',
  'takes-credentials',
  'gives-access',
  'weakens',
  'hides-tracks',
  'ransoms',
  'leaves',
] as const;
export type Effect = (typeof effects)[number];

/** What in a call makes its effect worse than the same call usually is. */
export const aspects = [
  'public',
  'foreign-account',
  'administrator',
  'another-identity',
  'no-recovery',
  'in-bulk',
  'costly',
  'sign-in-without-mfa',
  'sign-in-refused',
] as const;
export type Aspect = (typeof aspects)[number];

/** Who made a call, as far as its record tells without any history. */
export type CallerKind = 'root' | 'person' | 'workload' | 'through-aws' | 'aws' | 'anonymous' | 'unknown';

/** One call, before anybody says how bad it is: what it does, what makes it worse, how it ended, who made it. */
export interface CallMeaning {
  readonly about: 'call';
  readonly effect: Effect;
  readonly why: string;
  readonly aspects: readonly { readonly aspect: Aspect; readonly why: string }[];
  /** The parameters themselves show that nobody from outside is let in, or that a guard is put up: a detection that knows the call by its name or by a text cannot know better. */
  readonly eased?: true;
  /** `denied`: not allowed. `failed`: allowed, and still not done (a mistake, a limit, nothing there). */
  readonly outcome: 'done' | 'denied' | 'failed';
  readonly error?: string;
  readonly caller: {
    readonly kind: CallerKind;
    readonly why: string;
    /** The account of an identity that is not of the account that was called. */
    readonly outsider?: string;
    readonly withoutMfa?: true;
  };
}

/** What AWS itself states about a resource: a state, a finding, an announcement. */
export interface ReportMeaning {
  readonly about: 'report';
  readonly class: 'failure' | 'violation' | 'tampering' | 'normal';
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly why: string;
}

/** What one event means, whether a detection matches it or not. */
export type Meaning = CallMeaning | ReportMeaning;
