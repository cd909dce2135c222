import type { Logger } from 'pino'
import type { SendingParts } from './compose-sending.ts'
import type { Settings } from './config/load.ts'
import type { Store } from './startup/open-store.ts'
import { startTemplateKeeper } from './templates/keep-templates.ts'
import { type SyncAllDependencies, syncDue } from './templates/sync-due.ts'

/** Templates: who reads them from providers, and what manages them. */
export interface TemplateParts extends AsyncDisposable {
  /** What reads and changes them. */
  readonly service: SyncAllDependencies
  /** A job: those that were not read for an hour. */
  syncDue(signal: AbortSignal): Promise<void>
}

export interface TemplateOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly sending: Pick<SendingParts, 'transports' | 'accountOf'>
  readonly onEvents: () => void
}

export function composeTemplates({ settings, store, log, sending, onEvents }: TemplateOptions): TemplateParts {
  const undo = new AsyncDisposableStack()
  const { transports, accountOf } = sending
  const service = { pool: store.pool, transports, accountOf, log, onEvents }
  if (settings.config.roles.has('jobs')) undo.use(startTemplateKeeper(service))
  return {
    service,
    async syncDue(signal) {
      await syncDue(service, { which: 'due' }, signal)
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  }
}
