/** All that the writes of one incident may do: IAM actions on these resources, and what AWS needs besides on resources that no call names. */
export interface Scope {
  readonly actions: readonly string[];
  /** ARN patterns. */
  readonly resources: readonly string[];
  readonly besides: readonly string[];
}
