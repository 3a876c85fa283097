import { type Answered, type Arrived, loopbackServer } from './loopback-server.ts';

/** A finding's workflow as Security Hub keeps it. */
export interface KeptFinding {
  readonly workflow: string;
  readonly note: string;
}

/** Security Hub's BatchUpdateFindings and DescribeHub on loopback, in its own protocol (REST-JSON): the emulator does not have the first. */
export async function securityHubApi(findings: Map<string, KeptFinding>) {
  const answer = ({ method, path, body }: Arrived): Answered => {
    if (method === 'GET' && path === '/accounts') return { body: { HubArn: 'arn:aws:securityhub:us-east-1:111122223333:hub/default' } };
    if (method !== 'PATCH' || path !== '/findings/batchupdate') return { status: 404, body: { Message: 'not here' } };
    const { FindingIdentifiers: wanted = [], Workflow: workflow, Note: note } = JSON.parse(body);
    if (wanted.length === 0 || wanted.length > 100 || (note?.Text ?? '').length > 512)
      return { status: 400, headers: { 'x-amzn-errortype': 'InvalidInputException' }, body: { Message: 'invalid' } };
    const known = wanted.filter(({ Id }: { readonly Id: string }) => findings.has(Id));
    for (const { Id } of known) findings.set(Id, { workflow: workflow.Status, note: note.Text });
    const unknown = wanted.filter((each: unknown) => !known.includes(each));
    return {
      body: {
        ProcessedFindings: known,
        UnprocessedFindings: unknown.map((FindingIdentifier: unknown) => ({
          FindingIdentifier,
          ErrorCode: 'FindingNotFound',
          ErrorMessage: 'The finding was not found',
        })),
      },
    };
  };
  return loopbackServer(answer);
}
