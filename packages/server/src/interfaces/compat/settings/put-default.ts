import { AccountId } from '@switchboard/contract'
import { z } from 'zod'
import { setDefaultAccount } from '../../../accounts/set-default.ts'
import type { App } from '../../app.ts'
import { workspaceOf } from './provider.ts'
import type { SettingsDependencies } from './settings-dependencies.ts'

const Body = z.strictObject({ workspaceId: z.string().optional(), whatsappProviderId: AccountId })
const Answer = z.object({ workspaceId: z.string(), whatsappProviderId: AccountId })

/** `PUT /api/settings/whatsapp-providers/default`. */
export function registerPutDefaultProvider(app: App, { desk, onEvents }: SettingsDependencies): void {
  app.put(
    '/api/settings/whatsapp-providers/default',
    {
      schema: {
        summary: 'Set the default WhatsApp provider (older address)',
        description: 'As POST /v1/accounts/{id}/default.',
        tags: ['compat'],
        body: Body,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { whatsappProviderId } = request.body
      const workspaceId = workspaceOf(request, request.body.workspaceId)
      await setDefaultAccount(desk, workspaceId, whatsappProviderId)
      onEvents()
      request.auditSubject = whatsappProviderId
      return { workspaceId, whatsappProviderId }
    },
  )
}
