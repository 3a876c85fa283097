/** What raises a threat score, and by how much; the score is their sum, kept within [0, 1]. */
export const weights = {
  severity: { low: 0.1, medium: 0.2, high: 0.35, critical: 0.5 },
  /** A person or a role did it, rather than the cloud itself. */
  actor: 0.1,
  /** The account's root user: nothing routine needs it. */
  root: 0.3,
  /** An identity of another account. */
  outsider: 0.25,
  /** Console or long-term user without multi-factor authentication, where AWS says so. */
  withoutMfa: 0.05,
  /** The detection itself says: tampering. */
  tampering: 0.1,
  production: 0.1,
} as const;

/** Confidence to start with, by the source's rank and by what was observed. */
export const confidences = { attestedAndWrong: 0.95, reportedAndWrong: 0.8, notObserved: 0.4 } as const;
