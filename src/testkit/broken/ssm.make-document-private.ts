import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const Content = JSON.stringify({
  schemaVersion: '2.2',
  description: 'restarts the shop',
  mainSteps: [{ action: 'aws:runShellScript', name: 'restart', inputs: { runCommand: ['systemctl restart shop'] } }],
});

async function makeDocument({ ssm }: Clients, Name: string, Tags: { Key: string; Value: string }[] = []): Promise<string> {
  await ssm.createDocument({ Name, Content, DocumentType: 'Command', DocumentFormat: 'JSON', Tags });
  return Name;
}

/** Every document with its content, tags and permissions; of the document itself without the permission of everyone. */
async function neighbours({ ssm }: Clients, document: string): Promise<Json> {
  const { DocumentIdentifiers = [] } = await ssm.listDocuments({});
  const pictures = DocumentIdentifiers.map(async ({ Name = '' }) => {
    const { AccountIds = [] } = await ssm.describeDocumentPermission({ Name, PermissionType: 'Share' });
    const tags = await told(ssm.listTagsForResource({ ResourceType: 'Document', ResourceId: Name }));
    const content = await told(ssm.getDocument({ Name }));
    return { Name, accounts: AccountIds.filter((account) => Name !== document || account !== 'all').toSorted(), tags, content };
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const around: Variant['neighbours'] = (clients, params) => neighbours(clients, text(params, 'document'));
const open: Variant['break'] = ({ ssm }, params) =>
  ssm.modifyDocumentPermission({ Name: text(params, 'document'), PermissionType: 'Share', AccountIdsToAdd: ['all'] });

export const variants: readonly Variant[] = [
  {
    title: 'a document with tags is shared with everyone',
    setUp: async (clients) => ({ document: await makeDocument(clients, 'restart-shop', [{ Key: 'owner', Value: 'ops' }]) }),
    break: open,
    neighbours: around,
  },
  {
    title: 'a document is shared with everyone, beside one that already is',
    async setUp(clients) {
      await open(clients, { document: await makeDocument(clients, 'published') });
      return { document: await makeDocument(clients, 'clean-up') };
    },
    break: open,
    neighbours: around,
  },
  {
    title: 'one of two documents is shared with everyone, beside one that a partner may use',
    async setUp(clients) {
      const document = await makeDocument(clients, 'patch_web.1');
      const shared = await makeDocument(clients, 'partner');
      await clients.ssm.modifyDocumentPermission({ Name: shared, PermissionType: 'Share', AccountIdsToAdd: ['444455556666'] });
      return { document };
    },
    break: open,
    neighbours: around,
  },
];

export const absent: Absent = { id: 'no-such-document' };
