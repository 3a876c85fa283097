/** One thing that the doctor looked at. `missing`: it is needed and is not there; `unused`: not there, and not needed for this. */
export interface Check {
  readonly name: string;
  readonly state: 'fine' | 'missing' | 'unused';
  /** What was found; else what to do. */
  readonly says: string;
}

/** Found, and as it should be. */
export const fine = (name: string, says: string): Check => ({ name, state: 'fine', says });
/** Needed, and not there. */
export const missing = (name: string, says: string): Check => ({ name, state: 'missing', says });
/** Not there, and not needed for this. */
export const unused = (name: string, says: string): Check => ({ name, state: 'unused', says });
