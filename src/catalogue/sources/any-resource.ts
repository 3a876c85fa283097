import { isAccount, isRegion, type NamedResource, resourceOfArn } from './resource-name.ts';
import { typeLike } from './service-names.ts';

/** The resource that an ARN names, whatever its kind: one that we do not know gets a type like CloudFormation's, so that no event is lost. */
export function anyResource(arn: string): NamedResource | undefined {
  const known = resourceOfArn(arn);
  if (known !== undefined) return known;
  const [prefix, , service = '', region, account, ...rest] = arn.split(':');
  const whole = rest.join(':').replace(/^\//, '');
  if (prefix !== 'arn' || !/^[a-z][a-z0-9-]*$/.test(service) || whole === '') return undefined;
  const [, kind = '', tail] = /^([A-Za-z][\w-]*)[/:](.+)$/.exec(whole) ?? [];
  const place = { ...(isAccount(account) ? { account } : {}), ...(isRegion(region) ? { region } : {}) };
  return { type: typeLike(service, kind), id: tail ?? whole, arn, ...place };
}
