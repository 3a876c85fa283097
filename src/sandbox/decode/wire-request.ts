/** A request as it came over the wire; header names are lower case, `target` is the path with its query, `path` without. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The shapes in which AWS services speak; `s3` is rest-xml with errors of its own. */
export type Protocol = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml' | 's3';

/** Who signed a request, for which service and region: the credential scope of the header or of a presigned URL. */
export interface Scope {
  readonly accessKey: string;
  readonly region: string;
  /** The signing name, for example `monitoring` for CloudWatch. */
  readonly service: string;
}

/** Nothing when the request is unsigned. */
export function scopeOf(request: WireRequest): Scope | undefined {
  const text =
    /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? request.query.get('X-Amz-Credential') ?? undefined;
  const [accessKey, , region, service] = text?.split('/') ?? [];
  return accessKey === undefined || region === undefined || service === undefined ? undefined : { accessKey, region, service };
}

/** The protocol of a request to a service, told from its headers. */
export function protocolOf(request: WireRequest, service: string): Protocol {
  if (request.headers['x-amz-target'] !== undefined) return 'json';
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true || request.query.has('Action')) {
    return service === 'ec2' ? 'ec2' : 'query';
  }
  if (service === 's3') return request.path.startsWith('/v20180820/') ? 'rest-xml' : 's3';
  return service === 'cloudfront' || service === 'route53' ? 'rest-xml' : 'rest-json';
}

/** A part of a path without its percent escapes; as it is when these are malformed. */
export function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
