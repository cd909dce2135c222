import { ConnectedAccount } from '@switchboard/contract'
import { setDefaultAccount } from '../../../accounts/set-default.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes, showAccount } from './account-routes.ts'

/** `POST /v1/accounts/:id/default`: sends that name no account go from this one. */
export function registerSetDefaultAccount(app: App, routes: AccountRoutes): void {
  app.post(
    '/v1/accounts/:id/default',
    {
      schema: {
        summary: 'Make an account the default',
        description: 'Sends that name neither an account nor a conversation go from it. Twice is once.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: ConnectedAccount },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      await setDefaultAccount(routes.desk, workspaceId, request.params.id)
      routes.onEvents()
      return showAccount(routes, workspaceId, request.params.id)
    },
  )
}
