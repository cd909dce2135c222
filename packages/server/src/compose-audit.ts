import type { Logger } from 'pino'
import { type AuditWriter, createAuditWriter } from './access/audit.ts'
import { keepAuditHead } from './access/keep-audit-head.ts'
import type { Settings } from './config/load.ts'
import { letGoAudit } from './retention/let-go-audit.ts'
import type { Store } from './startup/open-store.ts'

/** Who writes the audit, and who keeps its ends outside of the database. */
export interface AuditParts extends AsyncDisposable {
  readonly writer: AuditWriter
}

export function composeAudit({
  settings,
  store: { pool },
  log,
}: {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
}): AuditParts {
  const undo = new AsyncDisposableStack()
  // First, so that it is ended last and knows of the last rows.
  undo.use(keepAuditHead({ pool, log, dataDirectory: settings.config.dataDirectory }))
  const writer = undo.adopt(createAuditWriter({ pool }), (open) => open.close())
  return { writer, [Symbol.asyncDispose]: () => undo.disposeAsync() }
}

/** Rows of the audit that are older than AUDIT_RETENTION_DAYS. */
export async function enforceAuditRetention(
  { settings, store, log }: { readonly settings: Settings; readonly store: Store; readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { auditRetention } = settings.config
  if (auditRetention.kind === 'forever') return
  const rows = await letGoAudit(store.pool, { now: new Date(), retentionDays: auditRetention.days, signal })
  if (rows > 0) log.info({ rows }, 'audit rows older than AUDIT_RETENTION_DAYS were let go')
}
