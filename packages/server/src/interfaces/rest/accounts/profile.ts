import { AccountProfile } from '@switchboard/contract'
import { readProfile } from '../../../accounts/read-profile.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes } from './account-routes.ts'

/** `GET /v1/accounts/:id/profile`: number and business as the provider has them now. */
export function registerAccountProfile(app: App, { services }: Pick<AccountRoutes, 'services'>): void {
  app.get(
    '/v1/accounts/:id/profile',
    {
      schema: {
        summary: 'Number and business profile',
        description: 'Asked of the provider now: quality, throughput, limits, and what customers see of the business.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: AccountProfile },
      },
    },
    async (request) => readProfile(services, principalOf(request).workspaceId, request.params.id),
  )
}
