import type { Protocol } from './decode/wire-request.ts';

/** An error answer of AWS before it takes the shape of a protocol. */
export interface WireError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The body and headers with which AWS reports an error in a protocol, so that every SDK reads code, message and request id. */
export function wireError(
  protocol: Protocol,
  error: WireError,
  requestId: string,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const code = escape(error.code);
  const message = escape(error.message);
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  switch (protocol) {
    case 'ec2':
      return xml(
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      );
    case 's3':
      return xml(`<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`);
    case 'query':
    case 'rest-xml':
      return xml(
        `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    case 'json':
    case 'rest-json':
      return {
        headers: {
          'content-type': protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
          'x-amzn-errortype': error.code,
          'x-amzn-query-error': `${error.code};${type}`,
        },
        body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message }),
      };
  }
}

const xml = (body: string) => ({ headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` });
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (text: string): string => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);
