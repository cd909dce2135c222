import { ConnectedAccount, pageOf } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { type AccountRoutes, showAccounts } from './account-routes.ts'

/** `GET /v1/accounts`: the numbers that the workspace has. */
export function registerListAccounts(app: App, routes: Pick<AccountRoutes, 'db' | 'services'>): void {
  app.get(
    '/v1/accounts',
    {
      schema: {
        summary: 'List accounts',
        description:
          'The WhatsApp numbers of the workspace, the default one first, each with whether it can send, and the latest that the ' +
          'provider said of it (quality, name, limits). One page: `nextCursor` is always null.',
        tags: ['accounts'],
        response: { 200: pageOf(ConnectedAccount) },
      },
    },
    async (request) => ({ items: await showAccounts(routes, principalOf(request).workspaceId), nextCursor: null }),
  )
}
