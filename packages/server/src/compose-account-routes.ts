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
  const { accounts, sending, store, inbox, metrics, feed, media, settings } = context
  const { connections, vault, desk, webhookSecrets } = accounts
  await registerTwilioWebhook(app, {
    inbox,
    authTokensOf: webhookSecrets.authTokensOf,
    accountKeyOf: twilioAccountKeyOf,
    publicBaseUrl: settings.config.publicBaseUrl,
    observe: { refused: () => metrics.inboxBodies.inc({ outcome: 'refused' }) },
  })
  const services = { db: store.scoped.pool, connections, transports: sending.transports, accountOf: vault.accountOf }
  const routes = { db: store.scoped.db, desk, services, onEvents: () => feed.poke() }
  registerAccounts(app, routes)
  registerPublicMedia(app, { db: store.pool, blobs: media.blobs, links: media.links })
  registerCompatSettings(app, {
    desk,
    list: (workspaceId) => showAccounts(routes, workspaceId),
    show: (workspaceId, id) => showAccount(routes, workspaceId, id),
    onEvents: routes.onEvents,
  })
}
