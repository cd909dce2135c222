import { ConnectedAccount } from '@switchboard/contract'
import { disableAccount } from '../../../accounts/disable-account.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes, showAccount } from './account-routes.ts'

/** `DELETE /v1/accounts/:id`: nothing is sent from it any more; what was said stays. */
export function registerDisableAccount(app: App, routes: AccountRoutes): void {
  app.delete(
    '/v1/accounts/:id',
    {
      schema: {
        summary: 'Take an account away',
        description:
          'Its secrets are deleted and what waits to be sent from it is refused; its conversations stay. Connecting the number again brings it back. The default account can go only when it is the last one.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: ConnectedAccount },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      await disableAccount(routes.desk, workspaceId, request.params.id, routes.onEvents)
      return showAccount(routes, workspaceId, request.params.id)
    },
  )
}
