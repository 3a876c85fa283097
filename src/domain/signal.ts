import { z } from 'zod';
import { ResourceRef } from './resource-ref.ts';

/** Who did it, as AWS attests: ARN of the identity, of the role behind a session, and where the call came from. */
export const Actor = z.object({
  type: z.string(),
  arn: z.string().optional(),
  role: z.string().optional(),
  session: z.string().optional(),
  account: z.string().optional(),
  accessKey: z.string().optional(),
  sourceIp: z.string().optional(),
  userAgent: z.string().optional(),
  mfa: z.boolean().optional(),
});
export type Actor = Readonly<z.infer<typeof Actor>>;

/** What AWS told us about one resource. `rank`: `attested` by AWS itself or a verified signature, else only `reported`. */
export const Signal = z.object({
  id: z.string(),
  source: z.string(),
  rank: z.enum(['attested', 'reported']),
  title: z.string(),
  /** Epoch milliseconds: when it happened (`eventTime`). */
  at: z.int(),
  resource: ResourceRef,
  actor: Actor.optional(),
  /** The AWS request id of the call that caused it. */
  requestId: z.string().optional(),
  /** The API call that caused it, in CloudTrail's names: `s3:DeleteBucketPublicAccessBlock`. */
  operation: z.string().optional(),
  /** AWS's error code when the call failed. */
  failed: z.string().optional(),
  /** Ids of controls, rules and tests that failed: `securityhub:S3.8`, `vanta:s3-bucket-block-public-access`. */
  controls: z.array(z.string()).optional(),
  /** It says that something is no longer wrong, or that people want no work on it, in its own word (`PASSED`, `SUPPRESSED`, `closed`): it opens nothing, whatever a detection says. */
  over: z.string().optional(),
  /** What an alarm measured: its name, and its newest data points as [epoch milliseconds, value]. */
  measured: z.object({ of: z.string(), points: z.array(z.tuple([z.int(), z.number()]).readonly()) }).optional(),
});
export type Signal = Readonly<z.infer<typeof Signal>>;

/** Why something that came in is not a signal; counted by `because`. */
export interface Drop {
  readonly because: string;
  readonly detail: string;
}
