import path from 'node:path'
import { createAuthenticator } from './access/authenticate.ts'
import { composeAccountRoutes } from './compose-account-routes.ts'
import { composeCostRates } from './compose-costs.ts'
import { composeEdge, webhookSenderFault } from './compose-edge.ts'
import { composeInbox } from './compose-inbox.ts'
import { assistantConnection, composeOAuth } from './compose-oauth.ts'
import { composePhoneRoutes } from './compose-phones.ts'
import { composeSettings } from './compose-settings.ts'
import type { Context } from './context.ts'
import { shardCount } from './ingest/shard-of.ts'
import { type App, createApp } from './interfaces/app.ts'
import { auditRequests } from './interfaces/audit-requests.ts'
import { registerAdmin } from './interfaces/compat/admin/index.ts'
import { registerCompatSend } from './interfaces/compat/send/index.ts'
import { registerCompatTemplates } from './interfaces/compat/templates/index.ts'
import { registerConsole } from './interfaces/console/index.ts'
import { registerEvents } from './interfaces/live/events.ts'
import { registerMcp } from './interfaces/mcp/index.ts'
import { registerMetrics } from './interfaces/metrics/metrics.ts'
import { registerPeople, registerUnlessLocked } from './interfaces/people/index.ts'
import { registerOAuth } from './interfaces/people/oauth/index.ts'
import { registerAssistants } from './interfaces/rest/assistants/index.ts'
import { registerAudit } from './interfaces/rest/audit/index.ts'
import { registerBroadcasts } from './interfaces/rest/broadcasts/index.ts'
import { registerEraseContact } from './interfaces/rest/contacts/erase.ts'
import { registerExportContact } from './interfaces/rest/contacts/export.ts'
import { registerMerging } from './interfaces/rest/contacts/merging.ts'
import { registerListCosts } from './interfaces/rest/costs/list.ts'
import { registerHealth } from './interfaces/rest/health/index.ts'
import { registerKeys } from './interfaces/rest/keys/index.ts'
import { registerMedia } from './interfaces/rest/media/index.ts'
import { registerMembers } from './interfaces/rest/members/index.ts'
import { registerInvitations } from './interfaces/rest/members/invitations.ts'
import { registerReadSide } from './interfaces/rest/read-side.ts'
import { registerSendSide } from './interfaces/rest/send-side.ts'
import { registerStatus } from './interfaces/rest/status/index.ts'
import { registerTeamSide } from './interfaces/rest/team-side.ts'
import { registerTemplates } from './interfaces/rest/templates/index.ts'
import { registerWebhookEndpoints } from './interfaces/rest/webhook-endpoints/index.ts'
import { registerCreateWorkspace } from './interfaces/rest/workspaces/create.ts'
import { registerDeleteWorkspace } from './interfaces/rest/workspaces/delete.ts'
import type { Sending } from './interfaces/sending.ts'
import { registerCloudApiWebhook } from './interfaces/webhooks/cloud-api.ts'
import { observeSending } from './metrics/observe-sending.ts'
import { observeState } from './metrics/observe-state.ts'
import { markConversationRead } from './outbox/mark-read.ts'
import { createSessionReader } from './people/session-reader.ts'
import { gitVersion, version } from './startup/version.ts'
import { getMessagesByIds } from './store/queries/get-messages-by-ids.ts'
import { getProjectionLag } from './store/queries/get-projection-lag.ts'
import { getSendBacklog } from './store/queries/get-send-backlog.ts'
import { withoutScope } from './store/row-security/scope.ts'
import { accountKeyOf, accountsNamedIn } from './transports/cloud-api/account-key.ts'

/** Where `make` puts the console that it builds: beside this package. */
const consoleDirectory = path.join(import.meta.dirname, '../../console/dist')

/** The HTTP server with every interface on it, not listening yet. */
export async function composeApp(context: Context, stopping: () => boolean): Promise<App> {
  const { settings, log, store, workspaceId, metrics, audit, feed, inbox, accounts, sending, media, templates } =
    context
  const { config, secrets } = settings
  const { pool: systemPool, db: systemDb } = store
  // What routes ask, they ask for whoever was let in. The system's own pools are for what nobody was let in for, and for what is
  // of no workspace: raw bodies, erasing a person out of them, files that workspaces share (decision 0039).
  const { pool, db } = store.scoped
  const assistants = composeOAuth(context)
  const sessions = context.people.locked === undefined ? createSessionReader(context.people) : undefined
  const authenticator = createAuthenticator({
    db: systemDb,
    workspaceId,
    adminApiKey: secrets.adminApiKey,
    ...(sessions ? { sessions, tokens: assistants } : undefined),
  })
  const app = await createApp({
    log,
    authenticator,
    version,
    edge: composeEdge(config, context.publicAddress),
    limits: config.rateLimits,
  })
  const dataDirectory = config.database.kind === 'embedded' ? config.dataDirectory : undefined
  const shown = { version, gitVersion: gitVersion() }

  observeState(metrics, {
    feed,
    pool: systemPool,
    inbox,
    projector: context.projector,
    projectionLag: () => getProjectionLag(systemPool, shardCount),
  })
  observeSending(metrics, {
    sends: sending.dispatcher?.stats,
    deliveries: context.webhooks.stats,
    backlog: () => getSendBacklog(systemPool),
  })
  registerMetrics(app, { metrics })
  await registerConsole(app, {
    directory: consoleDirectory,
    // How much happens here is nobody else's business; and keys that are tried at a page would be tried uncounted and unaudited.
    async eventsAfter({ headers }) {
      const isSignedIn = sessions?.hasCookie(headers) === true && (await sessions.read(headers)) !== null
      return isSignedIn ? await feed.position() : undefined
    },
  })
  auditRequests(app, { audit })
  const files = { kind: config.media.store.kind, check: () => context.media.blobs.check() }
  const health = { pool: systemPool, dataDirectory, files, ...shown, stopping }
  registerHealth(app, health)
  registerAdmin(app, { db, ...health })
  await registerCloudApiWebhook(app, {
    inbox,
    verifyTokens: () => [secrets.verifyToken, ...accounts.webhookSecrets.verifyTokens()],
    appSecrets: () => [secrets.appSecret, ...accounts.webhookSecrets.appSecrets()],
    // Whoever runs the server may tell of every number.
    mayTell: (appSecret, body) =>
      appSecret === secrets.appSecret || accounts.webhookSecrets.mayTell(appSecret, accountsNamedIn(body)),
    verifySignature: config.whatsapp.verifySignature,
    senderFault: webhookSenderFault(config),
    accountKeyOf,
    observe: {
      refused: () => metrics.inboxBodies.inc({ outcome: 'refused' }),
      sawAccount: (key) => accounts.sightings.saw('cloud-api', key),
      verified: (token) => accounts.sightings.verified(token),
    },
  })
  registerReadSide(app, { db })
  registerTeamSide(app, { db, pool, poke: () => feed.poke() })
  registerStatus(app, { db, pool: systemPool })
  registerListCosts(app, { db, costs: composeCostRates(config, log) })
  await composeAccountRoutes(app, context)
  registerMedia(app, {
    db,
    pool: systemPool,
    blobs: media.blobs,
    client: media.client,
    maxBytes: config.media.maxBytes,
  })
  const poke = () =>
    withoutScope(() => {
      sending.dispatcher?.poke()
      media.preparer?.poke()
    })
  const sends: Sending = {
    pool,
    rules: sending.rules,
    poke,
    markRead: (request) => markConversationRead({ pool, ...sending }, request),
  }
  registerSendSide(app, { ...sends, db })
  registerBroadcasts(app, { sending: sends, poke: () => withoutScope(() => context.broadcasts?.poke()) })
  registerTemplates(app, { db, templates: templates.service, sending: sends })
  composePhoneRoutes(app, context)
  registerCompatTemplates(app, { db, sending: sends })
  registerCompatSend(app, sends)
  registerMerging(app, { db, pool, onEvents: () => feed.poke() })
  registerExportContact(app, { pool })
  registerEraseContact(app, { pool: systemPool })
  composeSettings(app, context)
  await registerUnlessLocked(app, context.people.locked, async (scope) => {
    await registerPeople(scope, context.people)
    await registerOAuth(scope, { pool: systemPool, servers: assistants, audit })
  })
  registerAssistants(app, {
    pool: systemPool,
    forget: () => assistants.forget(),
    connection: () => assistantConnection(context),
  })
  registerMembers(app, { ...context.people, rules: sending.rules, forget: () => authenticator.forget() })
  registerInvitations(app, context.people)
  registerCreateWorkspace(app, context.people)
  registerDeleteWorkspace(app, {
    ...context.people,
    async forget() {
      authenticator.forget()
      await accounts.desk.changed()
    },
  })
  registerKeys(app, { db, pool, systemPool, authenticator })
  registerWebhookEndpoints(app, { ...context.webhooks.desk, pool })
  registerAudit(app, { db })
  const onEvents = () => feed.poke()
  composeInbox(app, store, onEvents)
  registerEvents(app, { feed, findMessages: (workspace, ids) => getMessagesByIds(db, workspace, ids) })
  const allowedHosts = config.loopback ? [] : [config.host]
  registerMcp(app, {
    db,
    audit,
    authenticator,
    version,
    sending: sends,
    ...config.mcp,
    publicBaseUrl: config.publicBaseUrl,
    allowedHosts,
    tunnelHost: () => {
      const tunnel = context.publicAddress.tunnel()
      return tunnel?.opens === 'everything' ? new URL(tunnel.url).hostname : undefined
    },
    tokenAddress: (headers) => assistants.metadataAddress(headers),
    observe: ({ tool, outcome, seconds }) => metrics.mcpSeconds.observe({ tool, outcome }, seconds),
  })
  return app
}
