import { ConnectedAccount, UpdateAccount } from '@switchboard/contract'
import { updateAccount } from '../../../accounts/update-account.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes, showAccount } from './account-routes.ts'

/** `PATCH /v1/accounts/:id`: what is given changes. */
export function registerUpdateAccount(app: App, routes: AccountRoutes): void {
  app.patch(
    '/v1/accounts/:id',
    {
      schema: {
        summary: 'Change an account',
        description:
          'What is given changes, null takes away, the rest stays. Which fields there are depends on the transport of the account. `state: paused` stops sending; what waits stays queued.',
        tags: ['accounts'],
        params: AccountParams,
        body: UpdateAccount,
        response: { 200: ConnectedAccount },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      await updateAccount(routes.desk, workspaceId, request.params.id, request.body)
      routes.onEvents()
      return showAccount(routes, workspaceId, request.params.id)
    },
  )
}
