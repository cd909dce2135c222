import { ConnectedAccount } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes, showAccount } from './account-routes.ts'

/** `GET /v1/accounts/:id`. */
export function registerGetAccount(app: App, routes: Pick<AccountRoutes, 'db' | 'services'>): void {
  app.get(
    '/v1/accounts/:id',
    {
      schema: {
        summary: 'One account',
        description: 'Which secrets are stored and since when, never what they are.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: ConnectedAccount },
      },
    },
    async (request) => showAccount(routes, principalOf(request).workspaceId, request.params.id),
  )
}
