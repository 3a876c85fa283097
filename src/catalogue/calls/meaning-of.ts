import { textAt } from '#catalogue/sources/fields.ts';
import type { Json } from '#domain/json.ts';
import type { CallMeaning, Meaning } from '#domain/meaning.ts';
import { type ApiCall, apiCallOf } from './api-call.ts';
import { aspectsOf } from './aspects-of.ts';
import { callerOf } from './caller-of.ts';
import { effectOf } from './effect-of.ts';
import { reportOf } from './report-of.ts';

/** What one document means: a call, by what it does, or a report of AWS, by what it states. Nothing for what is neither. */
export function meaningOf(document: Json): Meaning | undefined {
  const call = apiCallOf(document);
  return call === undefined ? reportOf(document) : meaningOfCall(call);
}

function meaningOfCall(call: ApiCall): CallMeaning {
  const { effect, why, eased } = effectOf(call);
  const code = textAt(call.record, 'errorCode');
  // Amazon Managed Grafana writes the status of HTTP here, also when it went well.
  const error = code === undefined || /^2\d\d$/.test(code) ? undefined : code;
  return {
    about: 'call',
    effect,
    why,
    aspects: aspectsOf(call, effect),
    ...(eased === undefined ? {} : { eased }),
    outcome: error === undefined ? 'done' : refused.test(error) ? 'denied' : 'failed',
    ...(error === undefined ? {} : { error }),
    caller: callerOf(call),
  };
}

/** Error codes that say that the caller may not, rather than that the call was wrong (docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the services' own). */
const refused =
  /Denied|Unauthori[sz]ed|NotAuthori[sz]ed|Forbidden|AuthFailure|OptInRequired|SignatureDoesNotMatch|InvalidClientTokenId|UnrecognizedClient/i;
