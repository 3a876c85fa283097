/** A table takes a change of its settings only while it is active; why it never will, or nothing. Source: API reference of TableDescription. */
export const whyTableStuck = (status: string): string | undefined =>
  ['DELETING', 'ARCHIVING', 'ARCHIVED', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS', 'REPLICATION_NOT_AUTHORIZED'].includes(status)
    ? `it is ${status}: AWS does not let its settings be changed`
    : undefined;
