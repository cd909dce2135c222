import { Account, pageOf } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listAccounts } from '../../../store/queries/list-accounts.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/accounts`: the numbers that the workspace has. */
export function registerListAccounts(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/accounts',
    {
      config: { scope: 'accounts:read' },
      schema: {
        summary: 'List accounts',
        description:
          'The WhatsApp numbers of the workspace, the default one first, each with the latest that the provider said of it ' +
          '(quality, name, limits). One page: `nextCursor` is always null.',
        tags: ['accounts'],
        response: { 200: pageOf(Account) },
      },
    },
    async (request) => ({ items: await listAccounts(db, principalOf(request).workspaceId), nextCursor: null }),
  )
}
