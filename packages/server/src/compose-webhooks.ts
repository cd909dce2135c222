import type { WorkspaceId } from '@switchboard/contract'
import type { Logger } from 'pino'
import type { Settings } from './config/load.ts'
import type { EventFeed } from './events/feed.ts'
import { createGuardedClient } from './http/guarded-fetch.ts'
import { parseAddressRange } from './http/public-address.ts'
import type { WebhookDesk } from './outgoing-webhooks/desk.ts'
import type { WebhookStats } from './outgoing-webhooks/dispatch-webhooks.ts'
import type { SecretBox } from './outgoing-webhooks/secret-box.ts'
import { startOutgoingWebhooks } from './outgoing-webhooks/start-outgoing-webhooks.ts'
import { createSealer, type Sealer } from './sealing/seal.ts'
import type { Store } from './startup/open-store.ts'
import { getMessageDetails } from './store/queries/get-message-details.ts'

/** Webhooks that go out: what changes endpoints, and what sends, where this process plays the role `jobs`. */
export interface WebhookParts extends AsyncDisposable {
  readonly desk: WebhookDesk
  /** Events were appended. */
  poke(): void
  /** Only where the role `jobs` is played. */
  readonly stats: (() => WebhookStats) | undefined
  /** Ends the sending; disposing waits for the same. */
  stop(): Promise<void>
}

export interface WebhookOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly feed: EventFeed
}

/** At once to one host: more than all endpoints of a workspace have together, so that those of one host do not wait for each other. */
const connections = 1_024

export function composeWebhooks({ settings, store, log, feed }: WebhookOptions): WebhookParts {
  const undo = new AsyncDisposableStack()
  const { pool, db } = store
  const { roles, fetchAllowed } = settings.config
  // The configuration has checked them.
  const allowed = fetchAllowed.map(parseAddressRange).filter((range) => range !== undefined)
  const client = undo.use(createGuardedClient({ allowed, maxRedirects: 0, connections }))
  const box = boxOf(createSealer(settings.secrets.keyring.keysFor('webhook secrets')))
  const findMessages = (workspaceId: WorkspaceId, ids: Parameters<typeof getMessageDetails>[2]) =>
    getMessageDetails(db, workspaceId, ids)
  const onEvents = () => feed.poke()
  const sender = roles.has('jobs')
    ? undo.use(startOutgoingWebhooks({ pool, client, box, findMessages, log, onEvents }))
    : undefined
  const changed = () => {
    sender?.changed()
    feed.poke()
  }
  return {
    desk: { pool, box, client, allowed, endOfLog: () => feed.end(), changed },
    poke: () => sender?.poke(),
    stats: sender?.stats,
    stop: async () => sender?.stop(),
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  }
}

function boxOf(sealer: Sealer): SecretBox {
  return {
    seal: (endpointId, secret) => sealer.seal(endpointId, 'secret', secret),
    open: (endpointId, sealed) => sealer.open(endpointId, 'secret', sealed),
  }
}
