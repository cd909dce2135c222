import type { Logger } from 'pino'
import { type BroadcastRunner, startBroadcastRunner } from './broadcasts/run-broadcasts.ts'
import type { MediaParts } from './compose-media.ts'
import type { SendingParts } from './compose-sending.ts'
import type { Settings } from './config/load.ts'
import type { Store } from './startup/open-store.ts'

export interface BroadcastOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly sending: Pick<SendingParts, 'rules' | 'dispatcher'>
  readonly media: Pick<MediaParts, 'preparer'>
  readonly onEvents: () => void
}

/** Brings what was started into the outbox; undefined where the role `dispatch` is not played. */
export function composeBroadcasts(options: BroadcastOptions): BroadcastRunner | undefined {
  const { settings, store, log, sending, media, onEvents } = options
  if (!settings.config.roles.has('dispatch')) return undefined
  const onQueued = () => {
    sending.dispatcher?.poke()
    media.preparer?.poke()
  }
  return startBroadcastRunner({ pool: store.pool, rules: sending.rules, log, onEvents, onQueued })
}
