import type { HealError } from '#domain/heal-error.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { clippedText } from './bounded.ts';

/** What AWS's own names of refusals mean for somebody who wonders what is missing. */
const meanings: Readonly<Record<string, string>> = {
  NoAvailableConfigurationRecorderException: 'AWS Config records nothing in this account and region',
  NoSuchConfigurationRecorderException: 'AWS Config records nothing in this account and region',
  'not-asked': 'not asked: more is wanted at this moment than AWS answers an account in a second',
  OptInRequired: 'the account has not opted in to this service',
  ResourceNotDiscoveredException: 'AWS Config has not recorded this resource',
  SyntaxError: 'the endpoint answered with something that the SDK cannot read',
  TypeError: 'the endpoint answered with something that the SDK cannot read',
  SubscriptionRequiredException: "the account's support plan does not include the API of AWS Health (Business or higher does)",
};

/** Why something could not be read, in words that say what would help. */
export function becauseOf(error: HealError): string {
  const aws = error.details?.['aws'];
  const known = typeof aws === 'string' ? meanings[aws] : undefined;
  if (known !== undefined) return known;
  switch (error.code) {
    case 'access-denied':
      return 'AWS refused it: "selfheal iam" prints what the read role needs';
    case 'throttled':
      return 'AWS throttled the question, and evidence is asked for only once';
    case 'unsupported-operation':
      return 'this endpoint does not offer it';
    case 'aws-unreachable':
      return 'AWS could not be reached';
    default:
      return clippedText(redacted(firstLine(error.message)), 240);
  }
}

/** Why something that was asked for is missing: the budget is over. */
export const outOfTime = (milliseconds: number): string => `not answered within ${milliseconds} ms, and a fix waits no longer for evidence`;

/** Without the advice at its end: nobody tries it again. */
const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/ (It is tried again.*|Correct the call.*)$/, '');
