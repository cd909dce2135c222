import { AccountCheck } from '@switchboard/contract'
import { checkAccount } from '../../../accounts/check-account.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes } from './account-routes.ts'

/** `POST /v1/accounts/:id/check`: asks the provider whether it works. */
export function registerCheckAccount(app: App, { services }: Pick<AccountRoutes, 'services'>): void {
  app.post(
    '/v1/accounts/:id/check',
    {
      schema: {
        summary: 'Check an account',
        description:
          'Opens its secrets, asks the provider, and looks whether its webhooks can be verified. What is wrong is in the answer, a sentence for each.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: AccountCheck },
      },
    },
    async (request) => checkAccount(services, principalOf(request).workspaceId, request.params.id),
  )
}
