import { compile } from 'json-p3';
import { z } from 'zod';

/** Does a value of a mapping point into the document (`$.resource.id`), or stand for itself? */
export const isPath = (value: string): boolean => /^\$(?:$|[.[])/.test(value);

const account = /^\d{12}$/;
const region = /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/;
const resourceType = /^AWS::\w*::\w+$/;
const severity = /^(low|medium|high|critical)$/i;
/** RFC 9110, "token". */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

/** A JSONPath (RFC 9535) that can find one value only, or a literal of its own form. */
const mapped = (form: RegExp, otherwise: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? undefined : 'is no text; put quotes around it') })
    .min(1)
    .superRefine((value, { addIssue }) => {
      const because = isPath(value) ? whyNoPath(value) : form.test(value) ? undefined : otherwise;
      if (because !== undefined) addIssue(because);
    });

function whyNoPath(value: string): string | undefined {
  try {
    return compile(value).singularQuery() ? undefined : `${value} may find several values; name one, as in $.alert.resource`;
  } catch (error) {
    return `${value} is not a JSONPath: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const anything = /[\s\S]/;

/** How the documents of one webhook are read: each value is a JSONPath into the document, or a literal. */
export const Webhook = z
  .strictObject({
    secretEnv: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable, not the secret itself')
      .optional()
      .describe('environment variable of the engine that holds the secret; with it the signature stands for the token'),
    signatureHeader: z
      .string()
      .regex(headerName, 'is the name of a header')
      .optional()
      .describe('header with HMAC-SHA256 of the body, hex or base64, with or without sha256=; default: x-hub-signature-256'),
    account: mapped(account, 'an account id has 12 digits'),
    region: mapped(region, 'is no region, like eu-west-1'),
    resource: z.strictObject({
      type: mapped(resourceType, "is no type of CloudFormation's, like AWS::S3::Bucket"),
      id: mapped(anything, '').describe('the resource id or its ARN'),
    }),
    title: mapped(anything, ''),
    severity: mapped(severity, 'is low, medium, high or critical').optional().describe('low, medium, high or critical'),
    at: mapped(/^\d{4}-\d\d-\d\d/, 'is no time, like $.created_at')
      .optional()
      .describe('when it happened; default: when it arrived'),
    id: mapped(anything, '').optional().describe('what is the same when the same thing is sent again; default: a digest of the document'),
    control: mapped(anything, '').optional().describe('the control that failed, as actions name it in heals: securityhub:S3.8'),
  })
  .refine((webhook) => webhook.secretEnv !== undefined || webhook.signatureHeader === undefined, {
    path: ['signatureHeader'],
    error: 'means nothing without secretEnv',
  });
export type Webhook = Readonly<z.infer<typeof Webhook>>;

/** The name of a webhook in addresses and event sources. */
export const WebhookName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a webhook's name has lower-case letters, digits and dashes");
