import { ConnectedAccount, CreateAccount } from '@switchboard/contract'
import { createAccount } from '../../../accounts/create-account.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { type AccountRoutes, showAccount } from './account-routes.ts'

/** `POST /v1/accounts`: connects a number. 200 where it was known from webhooks, or taken away before. */
export function registerCreateAccount(app: App, routes: AccountRoutes): void {
  app.post(
    '/v1/accounts',
    {
      schema: {
        summary: 'Connect a number',
        description:
          'The fields depend on `transport`. Secrets are stored encrypted and never come back. Nothing is asked of the provider: `POST /v1/accounts/{id}/check` does that. 200 instead of 201: the number was known from webhooks or taken away before, and keeps its history.',
        tags: ['accounts'],
        body: CreateAccount,
        response: { 200: ConnectedAccount, 201: ConnectedAccount },
      },
    },
    async (request, reply) => {
      const { workspaceId } = principalOf(request)
      const { id, isNew } = await createAccount(routes.desk, workspaceId, request.body)
      routes.onEvents()
      request.auditSubject = id
      return reply.code(isNew ? 201 : 200).send(await showAccount(routes, workspaceId, id))
    },
  )
}
