import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Channel, Finding, Notice } from '#ports/notify.ts';
import { type AwsConnection, connectionTo, refusal } from './aws-client.ts';
import { notTold } from './not-told.ts';

interface Hub {
  readonly name: string;
  readonly aws: AwsConnection;
}

/** docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html */
const longestNote = 512;

/** Writes back to the finding that an incident came from: its workflow state and a note. Findings are updated where Security Hub holds them. */
export function securityHub({ name, aws }: Hub): Channel {
  const clients = new Map<string, Promise<SecurityHubClient>>();
  const clientIn = (region: string): Promise<SecurityHubClient> => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const made = import('@aws-sdk/client-securityhub').then((sdk) => new sdk.SecurityHubClient(connectionTo(aws, region)));
    clients.set(region, made);
    return made;
  };

  const update = async ({ id, productArn, region }: Finding, notice: Notice): Promise<void> => {
    const { BatchUpdateFindingsCommand } = await import('@aws-sdk/client-securityhub');
    const command = new BatchUpdateFindingsCommand({
      FindingIdentifiers: [{ Id: id, ProductArn: productArn }],
      Workflow: { Status: isOver(notice) ? 'RESOLVED' : 'NOTIFIED' },
      Note: { Text: noteOf(notice), UpdatedBy: 'selfheal' },
    });
    const answer = await (await clientIn(region)).send(command).catch((error: unknown) => {
      throw refusal(name, error, 'securityhub', 'batchUpdateFindings', { ...aws, region });
    });
    const [left] = answer.UnprocessedFindings ?? [];
    if (left !== undefined)
      throw notTold(name, `Security Hub did not update the finding: ${left.ErrorCode ?? ''} ${left.ErrorMessage ?? ''}`.trim(), {
        retry: /NotFound|InvalidInput/.test(left.ErrorCode ?? '') ? 'never' : 'later',
      });
  };
  return {
    name,
    kind: 'security-hub',
    gets: 'latest',
    storms: false,
    renews: true,
    recorded: true,
    needs: 'finding',
    async tell(notice) {
      if (notice.finding !== undefined) await update(notice.finding, notice);
      return { thread: notice.incident.id };
    },
    async digest({ id }) {
      return { thread: id };
    },
    // There is nobody to greet, and no finding that may be touched: it is asked whether it is there.
    async greet() {
      const { DescribeHubCommand } = await import('@aws-sdk/client-securityhub');
      await (await clientIn(aws.region)).send(new DescribeHubCommand({})).catch((error: unknown) => {
        throw refusal(name, error, 'securityhub', 'describeHub', aws);
      });
    },
  };
}

/** What is healed or was healthy already; what people rejected, or has to be looked at, stays theirs. */
const isOver = ({ incident: { stage } }: Notice): boolean => stage === 'healed' || stage === 'already-healthy';

function noteOf({ incident, message }: Notice): string {
  const text = `${message.headline} (Selfheal ${incident.id}). ${message.why.join(' ')}`;
  return text.length <= longestNote ? text : `${text.slice(0, longestNote - 1)}…`;
}
