import { statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { globMatches } from '#flow/glob.ts';

/** Who delivers access logs (S3 user guide, "Permissions for log delivery"). */
export const deliverer = 'logging.s3.amazonaws.com';

/** The log of one bucket on its way into another. */
interface Delivery {
  readonly partition: string;
  readonly account: string;
  readonly bucket: string;
  readonly target: string;
  readonly prefix: string;
}

/** Does the policy of the log bucket take this very log? Nobody is told of one that cannot be delivered. */
export function takesLog(policy: string | undefined, delivery: Delivery): boolean {
  const statements = statementsOf(policy).map(({ says }) => says);
  const about = (effect: string): readonly JsonObject[] =>
    statements.filter((says) => says['Effect'] === effect && isAbout(says, delivery));
  const met = ({ Condition }: JsonObject): boolean | undefined => areMet(Condition, delivery);
  return about('Allow').some((says) => met(says) === true) && about('Deny').every((says) => met(says) === false);
}

function isAbout({ Principal, Action, Resource }: JsonObject, { partition, target, prefix }: Delivery): boolean {
  const { Service, AWS }: JsonObject = Object(Principal);
  const who = [...textsOf(typeof Principal === 'string' ? Principal : Service), ...textsOf(AWS).filter((each) => each === '*')];
  const object = `arn:${partition}:s3:::${target}/${prefix}2026-11-20-10-00-00-ABCDEF`;
  return (
    who.some((each) => each === '*' || each === deliverer) &&
    textsOf(Action).some((each) => globMatches(each.toLowerCase(), 's3:putobject')) &&
    textsOf(Resource).some((each) => globMatches(each, object))
  );
}

/** Whether every test is met by a delivery; nothing when that cannot be told. */
function areMet(condition: Json | undefined, delivery: Delivery): boolean | undefined {
  const tests = Object.entries(objectOf(condition)).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys)).map(([key, values]) => isMet(operator, key.toLowerCase(), textsOf(values), delivery)),
  );
  return tests.includes(false) ? false : tests.every((each) => each === true) || undefined;
}

function isMet(operator: string, key: string, values: readonly string[], { partition, account, bucket }: Delivery): boolean | undefined {
  const found = { 'aws:sourcearn': `arn:${partition}:s3:::${bucket}`, 'aws:sourceaccount': account, 'aws:securetransport': 'true' }[key];
  const test = /^(String|Arn)(Not)?(Equals|Like)(IfExists)?$|^(Bool)(IfExists)?$/i.exec(operator);
  if (found === undefined || test === null) return undefined;
  return values.some((each) => globMatches(each, found)) !== (test[2] !== undefined);
}

const objectOf = (value: Json | undefined): JsonObject => Object(value);
const textsOf = (value: Json | undefined): readonly string[] => (value === undefined ? [] : [value].flat().map(String));
