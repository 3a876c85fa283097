/** In these a database takes a change of its settings; in most others it will again, by itself, in a while. */
const ready = ['available', 'storage-optimization'];
/** Only a person gets a database out of these (user guide, "Viewing Amazon RDS DB instance status"). */
const stuck = /^(stopped|deleting|failed|storage-full|insufficient-capacity|restore-error|inaccessible-.*|incompatible-.*|.*-failed)$/;

/** Does a database of this status take a change now? */
export const isReady = (status: string): boolean => ready.includes(status);

/** Why a database of this status will not take a change, however long one waits; nothing when it will. */
export const whyStuck = (status: string): string | undefined =>
  stuck.test(status) ? `it is ${status}: AWS does not let its settings be changed` : undefined;
