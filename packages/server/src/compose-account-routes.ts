import type { Context } from './context.ts'
import type { App } from './interfaces/app.ts'
import { registerCompatSettings } from './interfaces/compat/settings/index.ts'
import { showAccount, showAccounts } from './interfaces/rest/accounts/account-routes.ts'
import { registerAccounts } from './interfaces/rest/accounts/index.ts'
import { registerPublicMedia } from './interfaces/rest/media/public.ts'
import { registerTwilioWebhook } from './interfaces/webhooks/twilio.ts'
import { twilioAccountKeyOf } from './transports/twilio/account-key.ts'

/** The addresses at which numbers are connected, where Twilio tells what happened, and where it fetches what is sent. */
export async function composeAccountRoutes(app: App, context: Context): Promise<void> {
  const { accounts, sending, store, inbox, metrics, feed, media, publicAddress, simulator } = context
  const { connections, vault, desk, webhookSecrets, sightings } = accounts
  await registerTwilioWebhook(app, {
    inbox,
    authTokensOf: webhookSecrets.authTokensOf,
    accountKeyOf: twilioAccountKeyOf,
    get publicBaseUrl() {
      return publicAddress.base()
    },
    observe: {
      refused: () => metrics.inboxBodies.inc({ outcome: 'refused' }),
      sawAccount: (key) => sightings.saw('twilio', key),
    },
  })
  const services = { db: store.scoped.pool, connections, transports: sending.transports, accountOf: vault.accountOf }
  const settingsOf = (transport: string, externalId: string) =>
    simulator && transport === 'cloud-api' && externalId === simulator.phoneNumberId ? simulator.access.settings : {}
  const routes = { db: store.scoped.db, desk, services, settingsOf, publicAddress, onEvents: () => feed.poke() }
  registerAccounts(app, routes)
  registerPublicMedia(app, { db: store.pool, blobs: media.blobs, links: media.links })
  registerCompatSettings(app, {
    desk,
    list: (workspaceId) => showAccounts(routes, workspaceId),
    show: (workspaceId, id) => showAccount(routes, workspaceId, id),
    onEvents: routes.onEvents,
  })
}
