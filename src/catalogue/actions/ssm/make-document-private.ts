import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';

/** How a permission names every account (API reference of ModifyDocumentPermission). */
const everyone = 'all';

const State = z.object({
  /** The version that everyone may use; nothing when the document is not public. */
  publicVersion: z.string().optional(),
  /** Accounts that it is shared with by their ids. */
  accounts: z.array(z.string()),
});

export const makeDocumentPrivate = defineAction({
  id: 'ssm.make-document-private',
  title: 'Take a document of Systems Manager back from the public',
  resource: 'AWS::SSM::Document',
  heals: ['securityhub:SSM.4', 'config:ssm-document-not-public'],
  params: z.object({ document: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ document: id }],
  list: listDocuments,
  tags: documentTags,

  risk: { level: 'low', blastRadius: 'other accounts that run the document and are not named', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ssm:ListDocuments', 'ssm:ListTagsForResource', 'ssm:DescribeDocumentPermission'],
    write: ['ssm:ModifyDocumentPermission'],
    undo: ['ssm:ModifyDocumentPermission'],
    dependent: [],
    on: ['arn:{partition}:ssm:{region}:{account}:document/{document}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { document }) {
    const seen = await cloud.read('ssm', 'describeDocumentPermission', { Name: document, PermissionType: 'Share' });
    const shared = new Map(
      (seen.AccountSharingInfoList ?? []).map(({ AccountId, SharedDocumentVersion }) => [AccountId, SharedDocumentVersion]),
    );
    const accounts = [...new Set([...(seen.AccountIds ?? []), ...shared.keys()])].filter((account) => account !== undefined);
    return {
      accounts: accounts.filter((account) => account !== everyone).toSorted((a, b) => a.localeCompare(b)),
      publicVersion: accounts.includes(everyone) ? (shared.get(everyone) ?? '$DEFAULT') : undefined,
    };
  },
  wrong: ({ publicVersion }) => (publicVersion === undefined ? undefined : 'every AWS account may read and run the document'),
  refuses: () => undefined,
  fix: ({ publicVersion }, { document }) =>
    publicVersion === undefined
      ? []
      : [call('ssm', 'modifyDocumentPermission', { Name: document, PermissionType: 'Share', AccountIdsToRemove: [everyone] })],
  after: ({ accounts }) => ({ accounts }),
  comparable: (state) => state,
  undo: (before, now, { document }) =>
    before.publicVersion === undefined || now.publicVersion !== undefined
      ? []
      : [
          call('ssm', 'modifyDocumentPermission', {
            Name: document,
            PermissionType: 'Share',
            AccountIdsToAdd: [everyone],
            SharedDocumentVersion: before.publicVersion,
          }),
        ],
});

/** The documents that the account itself owns. */
async function listDocuments(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const place = { partition, account, region };
  const { DocumentIdentifiers = [] } = await reader.read('ssm', 'listDocuments', { Filters: [{ Key: 'Owner', Values: ['Self'] }] });
  return DocumentIdentifiers.flatMap(({ Name: id }) =>
    id === undefined ? [] : [{ type: 'AWS::SSM::Document', id, arn: `arn:${partition}:ssm:${region}:${account}:document/${id}`, ...place }],
  );
}

async function documentTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { TagList = [] } = await reader.read('ssm', 'listTagsForResource', { ResourceType: 'Document', ResourceId: id });
  return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
}
