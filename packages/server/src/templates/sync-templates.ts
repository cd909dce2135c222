import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import type { ProviderTemplate, TemplateDirectory } from '../transports/template-directory.ts'
import type { TransportAccount } from '../transports/transport-account.ts'
import { TransportError } from '../transports/transport-error.ts'
import {
  dropLease,
  failSync,
  finishSync,
  LeaseLostError,
  prolongLease,
  type SyncFailure,
  type SyncLease,
  takeLease,
} from './sync-lease.ts'
import { type Business, markGone, writeTemplates } from './write-templates.ts'

export interface SyncDependencies {
  readonly pool: pg.Pool
  /** Decrypts what it needs. @throws {TransportError} */
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  readonly log: { warn(details: object, message: string): void; info(details: object, message: string): void }
  readonly onEvents: () => void
}

/** A business and an account by which its templates are read. */
export interface SyncTarget extends Business {
  readonly accountId: string
}

export type SyncOutcome =
  | { readonly state: 'synced'; readonly templates: number; readonly changed: number }
  /** Another process reads them at present. */
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly failure: SyncFailure }
  | { readonly state: 'stopped' }

/** So many are in memory at once, and in one transaction. */
const portion = 100

/**
 * Reads all templates of a business from its provider and makes the rows the same: new ones, changed ones, and those that are
 * gone, each with an event. Never throws for what the provider does: that is the outcome, and is noted.
 *
 * @throws when the database cannot be reached
 */
export async function syncTemplates(
  dependencies: SyncDependencies,
  target: SyncTarget,
  directory: TemplateDirectory,
  signal?: AbortSignal,
): Promise<SyncOutcome> {
  const { pool, log } = dependencies
  const lease = await takeLease(pool, target)
  if (!lease) return { state: 'running' }
  try {
    const read = await readAll(dependencies, lease, target, directory, signal)
    log.info({ businessAccountId: target.businessAccountId, ...read }, 'templates were read')
    return { state: 'synced', ...read }
  } catch (error) {
    if (error instanceof LeaseLostError) return { state: 'running' }
    if (signal?.aborted) {
      await dropLease(pool, lease)
      return { state: 'stopped' }
    }
    if (isUnavailable(error)) throw error
    const failure = failureOf(error)
    const isNew = await failSync(pool, lease, failure)
    const details = { businessAccountId: target.businessAccountId, err: error }
    if (isNew) log.warn(details, 'templates could not be read; tried again, ever later')
    else log.info(details, 'templates still cannot be read')
    return { state: 'failed', failure }
  }
}

async function readAll(
  { pool, accountOf, onEvents }: SyncDependencies,
  lease: SyncLease,
  target: SyncTarget,
  directory: TemplateDirectory,
  signal: AbortSignal | undefined,
): Promise<{ readonly templates: number; readonly changed: number }> {
  let templates = 0
  let changed = 0
  const write = async (work: 'shown' | 'gone', shown: readonly ProviderTemplate[]): Promise<number> => {
    signal?.throwIfAborted()
    const events = await inTransaction(pool, async (tx) => {
      await prolongLease(tx, lease)
      const made = await (work === 'shown'
        ? writeTemplates(tx, lease, shown, lease.began)
        : markGone(tx, lease, lease.began))
      await appendEvents(tx, made)
      return made.length
    })
    templates += shown.length
    changed += events
    if (events > 0) onEvents()
    return events
  }
  let shown: ProviderTemplate[] = []
  for await (const template of directory.list(await accountOf(target.accountId), { signal })) {
    shown.push(template)
    if (shown.length < portion) continue
    await write('shown', shown)
    shown = []
  }
  await write('shown', shown)
  while ((await write('gone', [])) > 0);
  await inTransaction(pool, (tx) => finishSync(tx, lease, templates))
  return { templates, changed }
}

function failureOf(error: unknown): SyncFailure {
  if (error instanceof TransportError)
    return { code: String(error.providerCode ?? 'no-answer'), sentence: error.sentence, remedy: error.remedy }
  return { code: 'internal', sentence: 'Something went wrong on our side; the server log has the reason.' }
}
