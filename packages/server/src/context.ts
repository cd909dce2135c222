import type { WorkspaceId } from '@switchboard/contract'
import type { Logger } from 'pino'
import type { AuditWriter } from './access/audit.ts'
import { ensureDefaultWorkspace } from './access/default-workspace.ts'
import type { BroadcastRunner } from './broadcasts/run-broadcasts.ts'
import { expireBroadcasts } from './broadcasts/steer-broadcast.ts'
import { type AccountParts, composeAccounts } from './compose-accounts.ts'
import { composeAudit, enforceAuditRetention } from './compose-audit.ts'
import { composeBroadcasts } from './compose-broadcasts.ts'
import { composeMedia, type MediaParts } from './compose-media.ts'
import { composePeople } from './compose-people.ts'
import { composeSending, type SendingParts } from './compose-sending.ts'
import { composeSimulator, type SimulatorParts } from './compose-simulator.ts'
import { composeTemplates, type TemplateParts } from './compose-templates.ts'
import { composeWebhooks, type WebhookParts } from './compose-webhooks.ts'
import type { Settings } from './config/load.ts'
import { startEcho } from './echo/start-echo.ts'
import { createEventFeed, type EventFeed } from './events/feed.ts'
import { createInbox, type Inbox } from './ingest/inbox/inbox.ts'
import { type Projector, startProjector } from './ingest/project/projector.ts'
import { shardCount } from './ingest/shard-of.ts'
import type { PeopleDesk } from './interfaces/people-desk.ts'
import type { JobRunner } from './jobs/job.ts'
import { scheduledJobs } from './jobs/scheduled-jobs.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { createMetrics, type Metrics, observeInbox } from './metrics/metrics.ts'
import { expireApprovals } from './outbox/approve.ts'
import { holdOfFormerMembers } from './outbox/hold-of-former-members.ts'
import { prunePairPace } from './outbox/prune-pair-pace.ts'
import { withdrawSends } from './outbox/withdraw-sends.ts'
import { dropOldDeliveries } from './outgoing-webhooks/drop-old-deliveries.ts'
import { deleteWorkspaceRows } from './retention/delete-workspace-rows.ts'
import { enforceRetention } from './retention/enforce-retention.ts'
import { enforceWorkspaceRetention } from './retention/enforce-workspace-retention.ts'
import { ensureConfiguredAccount } from './startup/configured-account.ts'
import { openStore, type Store } from './startup/open-store.ts'
import { createPublicAddress, type PublicAddress } from './startup/public-address.ts'
import { restorePhones } from './startup/restore-phones.ts'
import { inTransaction } from './store/in-transaction.ts'
import { ensurePartitions } from './store/partitions/ensure-partitions.ts'
import { sampleHealth } from './store/queries/sample-health.ts'
import { cloudApiReader } from './transports/cloud-api/read-webhook.ts'
import { testReader } from './transports/test/read-webhook.ts'
import { twilioReader } from './transports/twilio/read-webhook.ts'
import type { TransportName, WebhookReader } from './transports/webhook-reader.ts'

/** How each transport's bodies are read. The one place that names concrete transports. */
export const readers: Readonly<Record<TransportName, WebhookReader>> = {
  'cloud-api': cloudApiReader,
  twilio: twilioReader,
  test: testReader,
}

/** Everything that one server consists of, built once. Disposing ends the parts in the opposite order. */
export interface Context extends AsyncDisposable {
  readonly settings: Settings
  readonly log: Logger
  readonly store: Store
  readonly workspaceId: WorkspaceId
  readonly publicAddress: PublicAddress
  /** Of the command line, for configurations that start it; undefined: nobody said. */
  readonly program: string | undefined
  readonly metrics: Metrics
  readonly audit: AuditWriter
  readonly feed: EventFeed
  readonly inbox: Inbox
  readonly people: PeopleDesk
  readonly accounts: AccountParts
  readonly sending: SendingParts
  readonly media: MediaParts
  readonly templates: TemplateParts
  /** Only where the role `dispatch` is played. */
  readonly broadcasts: BroadcastRunner | undefined
  readonly webhooks: WebhookParts
  /** Only where nothing else is configured to send with. */
  readonly simulator: SimulatorParts | undefined
  /** Only where the role `project` is played. */
  readonly projector: Projector | undefined
}

export async function createContext(settings: Settings, log: Logger, program?: string): Promise<Context> {
  await using undo = new AsyncDisposableStack()
  const store = undo.use(await openStore({ settings, log }))
  const { pool, db } = store
  const workspaceId = await ensureDefaultWorkspace(db)
  const simulator = await composeSimulator(settings)
  if (simulator) undo.use(simulator)
  await ensureConfiguredAccount(pool, workspaceId, simulator ?? settings.config.whatsapp)
  if (simulator) await restorePhones(pool, workspaceId, simulator)
  const publicAddress = createPublicAddress(settings.config)
  const metrics = createMetrics()
  const { writer: audit } = undo.use(composeAudit({ settings, store, log }))
  const people = await composePeople({ settings, store, workspaceId, log, audit })
  const feed = undo.adopt(createEventFeed({ pool, log }), (open) => open.close())
  const webhooks = undo.use(composeWebhooks({ settings, store, log, feed }))
  const pokeFeed = () => {
    feed.poke()
    webhooks.poke()
  }
  const accounts = undo.use(await composeAccounts({ settings, store, log, simulator, onEvents: pokeFeed }))
  const sending = undo.use(composeSending({ settings, store, log, accounts, publicAddress, onEvents: pokeFeed }))
  const media = undo.use(composeMedia({ settings, store, log, sending, publicAddress, onEvents: pokeFeed }))
  const templates = undo.use(composeTemplates({ settings, store, log, sending, onEvents: () => feed.poke() }))
  const onEvents = () => {
    pokeFeed()
    media.fetcher?.poke()
  }
  const broadcasts = composeBroadcasts({ settings, store, log, sending, media, onEvents: () => feed.poke() })
  if (broadcasts) undo.use(broadcasts)
  const projector = settings.config.roles.has('project')
    ? undo.adopt(startProjector({ pool, readers, log, onEvents }), (running) => running.stop())
    : undefined
  const inbox = undo.use(createInbox({ pool, observe: reportInbox(metrics, log) }))
  if (projector) inbox.onCommit(() => projector.poke())
  const { echo } = settings.config
  if (echo.kind === 'on' && settings.config.roles.has('dispatch')) {
    log.warn({}, 'DEBUG_ECHO_MODE is on: what customers write is answered with "Received: …"')
    const poke = () => sending.dispatcher?.poke()
    undo.use(startEcho({ pool, feed, workspaceId, rules: echo, sendRules: sending.rules, poke, log }))
  }
  const keep = undo.move()
  return {
    settings,
    log,
    store,
    workspaceId,
    publicAddress,
    program,
    metrics,
    audit,
    people,
    feed,
    inbox,
    accounts,
    sending,
    media,
    templates,
    broadcasts,
    webhooks,
    simulator,
    projector,
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
}

function reportInbox(metrics: Metrics, log: Logger) {
  const observe = observeInbox(metrics)
  return {
    ...observe,
    unavailable(error: Error) {
      observe.unavailable()
      log.error({ err: error }, 'the database takes no webhooks; senders are asked to repeat them')
    },
    recovered() {
      observe.recovered()
      log.info({}, 'the database takes webhooks again')
    },
  }
}

/** What happens by the clock on this context. Not part of it, because nothing waits for it at start. */
export function startScheduledJobs(
  { store, settings, log, accounts, sending, templates }: Context,
  signal: AbortSignal,
): Promise<JobRunner> {
  const { retention } = settings.config
  return startJobs({
    pool: store.pool,
    log,
    signal,
    jobs: scheduledJobs({
      ensurePartitions: () => ensurePartitions(store.pool, new Date()),
      dropWebhookDeliveries: () => dropOldDeliveries(store.pool, new Date()),
      findUnknownSends: (signal) => sending.findUnknown(signal),
      syncTemplates: (signal) => templates.syncDue(signal),
      refusePendingSends: (signal) => accounts.refusePending(signal),
      async deleteWorkspaces(signal) {
        for (const workspaceId of await deleteWorkspaceRows(store.pool, signal))
          log.info({ workspaceId }, 'a workspace that was deleted is gone')
      },
      enforceAuditRetention: (signal) => enforceAuditRetention({ settings, store, log }, signal),
      sampleHealth: () => sampleHealth(store.pool, shardCount),
      async prunePairPace(signal) {
        await prunePairPace(store.pool, signal)
      },
      async expireApprovals(signal) {
        while (!signal.aborted && (await inTransaction(store.pool, expireApprovals)) >= 100);
        while (!signal.aborted && (await inTransaction(store.pool, (tx) => expireBroadcasts(tx))) >= 100);
        // Of keys that ran out or were revoked on the command line, and of what was under way while somebody was removed.
        while (!signal.aborted && (await inTransaction(store.pool, (tx) => withdrawSends(tx))) > 0);
        while (
          !signal.aborted &&
          (await inTransaction(store.pool, (tx) => holdOfFormerMembers(tx, sending.rules))) > 0
        );
      },
      async enforceRetention(signal) {
        const serverDays = retention.kind === 'days' ? retention.days : null
        const now = new Date()
        for (const done of await enforceWorkspaceRetention(store.pool, { now, serverDays, signal }))
          log.info(done, 'what is older than the workspace keeps it was let go')
        if (retention.kind === 'forever') return
        const options = { now, retentionDays: retention.days, signal }
        const { cutoff, partitionsDropped, rowsDeleted } = await enforceRetention(store.pool, options)
        log.info({ cutoff, partitionsDropped, rowsDeleted }, 'what is older than RETENTION_DAYS was let go')
      },
    }),
  })
}
