import { BlockedPeople, BlockList, BlockPeople } from '@switchboard/contract'
import { changeBlocked, listBlocked } from '../../../accounts/block-people.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes } from './account-routes.ts'

const path = '/v1/accounts/:id/blocked'
const tags = ['accounts']

/** `GET|POST|DELETE /v1/accounts/:id/blocked`: who may not write to the account, kept by the provider. */
export function registerBlockedPeople(app: App, { services }: Pick<AccountRoutes, 'services'>): void {
  app.get(
    path,
    {
      schema: {
        summary: 'Who is blocked',
        description: "The provider's list, as it is now; the first 1,000 of it.",
        tags,
        params: AccountParams,
        response: { 200: BlockList },
      },
    },
    async (request) => listBlocked(services, principalOf(request).workspaceId, request.params.id),
  )
  const changes = [
    ['POST', 'block', 'Block people', 'Meta blocks only people who wrote within the last 24 hours.'],
    ['DELETE', 'unblock', 'Let people write again', 'The people are named in the body, as for blocking.'],
  ] as const
  for (const [method, to, summary, more] of changes) {
    app.route({
      method,
      url: path,
      schema: {
        summary,
        description: `Each person is done or refused by itself, with the provider's reason. ${more}`,
        tags,
        params: AccountParams,
        body: BlockPeople,
        response: { 200: BlockedPeople },
      },
      handler: async (request) => {
        const { people } = request.body
        return changeBlocked(services, principalOf(request).workspaceId, request.params.id, { people, to })
      },
    })
  }
}
