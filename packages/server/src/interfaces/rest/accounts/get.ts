import { Account, AccountId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getAccount } from '../../../store/queries/list-accounts.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/accounts/:id`. */
export function registerGetAccount(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/accounts/:id',
    {
      config: { scope: 'accounts:read' },
      schema: {
        summary: 'One account',
        tags: ['accounts'],
        params: z.object({ id: AccountId }),
        response: { 200: Account },
      },
    },
    async (request) => {
      const { id } = request.params
      const account = await getAccount(db, principalOf(request).workspaceId, { accountId: id })
      if (!account) throw new Refusal('not-found', { detail: `There is no account ${id}.` })
      return account
    },
  )
}
