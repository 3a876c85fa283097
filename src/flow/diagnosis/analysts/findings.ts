import type { Contribution, Evidence, Gap, Tags } from '#domain/facts.ts';
import type { Sight } from '#flow/look.ts';

/** What is known of an incident before anybody says what it means. */
export interface Findings {
  /** Nothing when no action looks at this condition. */
  readonly sight: Sight | undefined;
  readonly evidence: readonly Evidence[];
  readonly gaps: readonly Gap[];
  readonly score: number;
  readonly contributions: readonly Contribution[];
  /** The known pipeline that did it. */
  readonly pipeline?: string | undefined;
  readonly tags?: Tags | undefined;
  /** Blob of the observed state. */
  readonly state?: string | undefined;
}
