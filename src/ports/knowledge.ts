/** One resource, or many by wildcards, that a runbook is about; every named field must match, as in a rule of the policy. */
export interface AppliesTo {
  /** CloudFormation type: `AWS::S3::Bucket`; `*` is a wildcard, here and in all fields. */
  readonly resource: string;
  readonly id?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly environment?: string | undefined;
  readonly detection?: string | undefined;
  readonly tag?: Readonly<Record<string, string>> | undefined;
}

/** Values that one parameter of a command may take. */
type Allowed = { readonly enum: readonly string[] } | { readonly min: number; readonly max: number };

/** A command of Systems Manager that a runbook allows, by the name that it is picked by. */
interface RunbookCommand {
  readonly name: string;
  readonly document: string;
  readonly parameters: Readonly<Record<string, Allowed>>;
}

/** What a decision must know of a runbook. */
export interface Ruling {
  readonly id: string;
  readonly appliesTo: readonly AppliesTo[];
  /** When not empty, only these actions may be taken without a yes where it applies. */
  readonly required: readonly string[];
  /** These actions may not be taken without a yes where it applies. */
  readonly forbidden: readonly string[];
  /** Its file, with the line of each list. */
  readonly where: { readonly required: string; readonly forbidden: string };
}

/** What stands under one heading. */
export interface Section {
  /** `<runbook>#<heading-slug>`: what an answer cites. */
  readonly id: string;
  readonly heading: string;
  /** Of the heading in its file, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A runbook: Markdown for people, with what may and must be done as data. */
export interface Runbook extends Ruling {
  readonly title: string;
  /** A path, or an `s3://` address. */
  readonly file: string;
  /** The actions that it speaks of. */
  readonly actions: readonly string[];
  readonly commands: readonly RunbookCommand[];
  readonly sections: readonly Section[];
}

/** One place that answers a question. */
export interface Passage {
  /** `<runbook>#<heading-slug>`. */
  readonly chunk: string;
  readonly runbook: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly file: string;
  /** Absent where the text does not stand in lines of a file. */
  readonly line?: number;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
}

export interface SearchOptions {
  readonly limit: number;
  /** Only runbooks that apply to this CloudFormation type. */
  readonly resource?: string;
  /** Only runbooks that speak of this action. */
  readonly action?: string;
}

/** What people wrote down about incidents. */
export interface Knowledge {
  /** Passages that answer a question, best first. */
  search(query: string, options: SearchOptions): Promise<readonly Passage[]>;
  /** Every runbook as it is now, by id. Throws HealError `bad-runbook` when a folder cannot be read. */
  runbooks(): Promise<readonly Runbook[]>;
}
