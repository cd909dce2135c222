import { AccountCapabilities } from '@switchboard/contract'
import { farthestDays } from '../../../outbox/schedule.ts'
import type { Database } from '../../../store/database.ts'
import { getAccount } from '../../../store/queries/list-accounts.ts'
import type { Capabilities, MediaKind } from '../../../transports/transport.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'
import { AccountParams } from './account-routes.ts'

/** `GET /v1/accounts/:id/capabilities`: what can be sent from it, and how much of it. */
export function registerAccountCapabilities(
  app: App,
  { db, rules }: Pick<Sending, 'rules'> & { readonly db: Database },
): void {
  app.get(
    '/v1/accounts/:id/capabilities',
    {
      schema: {
        summary: 'What an account can carry',
        description: 'Lengths, files and kinds of messages; the gate holds every send to them.',
        tags: ['accounts'],
        params: AccountParams,
        response: { 200: AccountCapabilities },
      },
    },
    async (request) => {
      const { id } = request.params
      const account = await getAccount(db, principalOf(request).workspaceId, { accountId: id })
      if (!account) throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
      const can = rules.capabilitiesOf(account.transport)
      if (!can) throw new Refusal('account-not-connected', { detail: 'This server has no transport for the account.' })
      return shownOf(can)
    },
  )
}

function shownOf(can: Capabilities): AccountCapabilities {
  const limit = (kind: MediaKind) => ({
    maxBytes: can.media[kind].maxBytes,
    mimeTypes: [...can.media[kind].mimeTypes],
  })
  return {
    contentTypes: [...can.contentTypes],
    templates: can.templates,
    quotes: can.quotes,
    typing: can.typing,
    serviceWindowHours: can.serviceWindowMilliseconds === null ? null : can.serviceWindowMilliseconds / 3_600_000,
    textLimit: can.textLimit,
    captionLimit: can.captionLimit,
    media: {
      image: limit('image'),
      video: limit('video'),
      audio: limit('audio'),
      document: limit('document'),
      sticker: limit('sticker'),
    },
    scheduleDays: farthestDays,
  }
}
