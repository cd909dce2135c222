import { AccountId } from '@switchboard/contract'
import { z } from 'zod'
import { disableAccount } from '../../../accounts/disable-account.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { workspaceOf } from './provider.ts'
import type { SettingsDependencies } from './settings-dependencies.ts'

const Named = z.strictObject({ workspaceId: z.string().optional(), id: AccountId.optional() })
const Answer = z.object({ workspaceId: z.string(), id: AccountId })

/** `DELETE /api/settings/whatsapp-providers`: which one is said by `id`, in the body or in the address. */
export function registerDeleteProvider(app: App, { desk, onEvents }: SettingsDependencies): void {
  app.delete(
    '/api/settings/whatsapp-providers',
    {
      schema: {
        summary: 'Delete a WhatsApp provider (older address)',
        description: 'As DELETE /v1/accounts/{id}: its secrets go, its conversations stay.',
        tags: ['compat'],
        querystring: Named,
        body: Named.nullish(),
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { workspaceId: named, id } = { ...request.query, ...request.body }
      const workspaceId = workspaceOf(request, named)
      if (id === undefined) {
        const message = 'is missing: it says which provider goes, in the body or in the address'
        throw new Refusal('invalid-request', { detail: `body.id: ${message}`, errors: [{ path: 'body.id', message }] })
      }
      await disableAccount(desk, workspaceId, id, onEvents)
      request.auditSubject = id
      return { workspaceId, id }
    },
  )
}
