import type { Aspect, CallerKind, Effect } from '#domain/meaning.ts';

/** What a call does, from a read to leaving the organisation: how much harm one such call can do, before anything else is known. */
const effect: Readonly<Record<Effect, number>> = {
  /** Reading is what accounts are for; what reading prepares is told by habits and bursts. */
  reads: 0,
  /** Agents, consoles and pipelines do it all day. */
  'keeps-books': 0.02,
  /** Harmless by itself, and what an intruder does first. */
  'looks-around': 0.05,
  /** Ordinary work, and the way of most mistakes. */
  changes: 0.1,
  /** Ordinary work as well; what is removed can be made again. */
  removes: 0.13,
  /** One secret is read by its application all the time, and is enough for a thief. */
  'reads-secrets': 0.18,
  /** A door is moved, which is ordinary work; where it leads, the aspects tell. */
  opens: 0.18,
  /** An outage that everybody notices, and that ends by starting it again. */
  disrupts: 0.18,
  /** Upkeep mostly, and how a watcher is blunted without being switched off. */
  'resets-guards': 0.2,
  /** Costs money, not data. */
  spends: 0.22,
  /** Loss that a backup undoes, and that is noticed; tearing down is ordinary work as well. */
  destroys: 0.26,
  /** Data leaves the place where it is watched. */
  'moves-data': 0.28,
  /** Contracts are signed and limits are lifted once in an account's life; afterwards it can be used up by others. */
  commits: 0.32,
  /** Everything that the workload may do, the code may do, and nobody notices what it does. */
  'runs-code': 0.36,
  /** Whoever has the answer can come back as somebody else. */
  'takes-credentials': 0.36,
  /** Outlives the moment: how intruders stay. */
  'gives-access': 0.37,
  /** Makes room for everything above. */
  weakens: 0.38,
  /** Hardly ever routine, and everything after it is unseen. */
  'hides-tracks': 0.44,
  /** Loss with a purpose. */
  ransoms: 0.47,
  /** Never routine, and out of reach afterwards. */
  leaves: 0.57,
};

const aspect: Readonly<Record<Aspect, number>> = {
  /** Everybody on the internet, or in AWS: nothing else is needed to use it. */
  public: 0.3,
  /** An account that is not this one is let in or receives: how data and trust leave. */
  'foreign-account': 0.25,
  /** Nothing is out of reach afterwards. */
  administrator: 0.2,
  /** A person renews an own credential; a credential of somebody else is a way to become somebody else. */
  'another-identity': 0.1,
  /** The safety net of AWS was declined, as templates do that tear down what they made. */
  'no-recovery': 0.04,
  /** More at once than a hand does. */
  'in-bulk': 0.12,
  /** Accelerators and great numbers: what miners rent. */
  costly: 0.12,
  /** A password alone opened the console. */
  'sign-in-without-mfa': 0.3,
  /** People mistype; runs of it are told by habits. */
  'sign-in-refused': 0.12,
};

/** Who did it, rather than the cloud itself. */
const caller: Readonly<Record<CallerKind, number>> = {
  /** The account's root user: nothing routine needs it. */
  root: 0.4,
  /** Nobody is named: nobody can be asked. */
  anonymous: 0.15,
  /** People and long-lived users: their credentials are what gets stolen. */
  person: 0.1,
  unknown: 0.1,
  /** A role's session: short-lived, and mostly a machine's. */
  workload: 0.06,
  /** A service acted for somebody: the templates and consoles of routine. */
  'through-aws': 0.04,
  aws: 0,
};

/** What raises a threat score, and by how much; the score is their sum, kept within [0, 1]. Reasons come first: no weight stands for one event. */
export const weights = {
  effect,
  aspect,
  caller,
  /** The severity that a detection states: it counts as far as what the call does counts for less. */
  severity: { low: 0.1, medium: 0.2, high: 0.35, critical: 0.5 },
  /** The share of what the call would have done that is taken off again: refused, it did nothing, but somebody tried; failed, it most likely was a mistake. What no
   * routine tries (`leaves`) tells nearly as much when it is refused. */
  undone: { denied: 0.75, failed: 0.85, neverRoutine: 0.3 },
  /** The share that is taken off when AWS itself acted: its services do what they were set up to do. */
  byAws: 0.9,
  /** An identity of another account. */
  outsider: 0.2,
  /** The same, when it only reads or does bookkeeping: that was shared with it on purpose. */
  outsiderReads: 0.08,
  /** A user's session without multi-factor authentication, where AWS says so. */
  withoutMfa: 0.04,
  /** The detection itself says: tampering. */
  tampering: 0.1,
  /** The resource is production, by its tags or the policy. */
  production: 0.1,
  /** The resource's tags call it critical or its data confidential. */
  critical: 0.05,
  /** What habits add or take away: each is scaled down while little is known. */
  habits: {
    /** A principal that the account has not seen before, or not before today: stolen or freshly made identities start like this. */
    newPrincipal: 0.15,
    /** It comes back after a month or more: unused identities are what attackers find. */
    rarePrincipal: 0.1,
    /** A call that this principal has never made, or not for a month. */
    newCall: 0.08,
    /** A call that nobody in the account has made. */
    newToAccount: 0.05,
    /** A region where this principal never works: unwatched regions hide things. */
    newRegion: 0.1,
    /** A network that it never came from: stolen credentials are used elsewhere. */
    newNetwork: 0.1,
    /** An hour of the day when it never works: weak, people work late. */
    newHour: 0.04,
    /** Half a burst of refused calls: a mistake in a script, or somebody trying doors. A whole burst of these, or of reading or destroying calls. */
    run: 0.08,
    burst: 0.15,
    /** A metric this many usual spreads away from its past: 3 is rare by chance, 6 hardly is chance. */
    anomaly: [
      { spreads: 6, weight: 0.15 },
      { spreads: 3, weight: 0.08 },
    ],
    /** As always in every respect, on many days: the most that habits may lower a score by. */
    asAlways: -0.15,
  },
} as const;

/** Confidence to start with, by the source's rank and by what was observed. */
export const confidences = { attestedAndWrong: 0.95, reportedAndWrong: 0.8, notObserved: 0.4 } as const;
