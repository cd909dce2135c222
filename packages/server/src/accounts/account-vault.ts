import { type Sealer, SecretUnreadable } from '../sealing/seal.ts'
import type { Queryable } from '../store/database.ts'
import type { TransportAccount } from '../transports/transport-account.ts'
import { TransportError } from '../transports/transport-error.ts'
import type { Connections } from './connections.ts'

/** Accounts with their secrets opened, for the moment in which a provider is asked. */
export interface AccountVault {
  /**
   * @throws {TransportError} where the account is gone, lacks something or its secrets can't be opened: nothing was sent. The
   * last two may be mended, so they may be tried again.
   */
  accountOf(accountId: string): Promise<TransportAccount>
  /** Something changed here; other processes see it within `cacheMilliseconds`. */
  forget(): void
}

export interface AccountVaultOptions {
  readonly db: Queryable
  readonly sealer: Sealer
  readonly connections: Connections
  /** How long an opened account is believed. */
  readonly cacheMilliseconds?: number
  readonly now?: () => number
}

interface Kept {
  readonly since: number
  readonly account: Promise<TransportAccount>
}

interface Row {
  readonly transport: string
  readonly state: string
  readonly externalId: string
  readonly businessAccountId: string | null
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, { readonly key?: string }>>
}

/** Enough for the accounts that send at one time; whoever has more pays a query. */
const mostKept = 1_000

export function createAccountVault(options: AccountVaultOptions): AccountVault {
  const { cacheMilliseconds = 2_000, now = Date.now } = options
  let kept = new Map<string, Kept>()
  return {
    accountOf(accountId) {
      const before = kept.get(accountId)
      if (before && now() - before.since < cacheMilliseconds) return before.account
      if (kept.size >= mostKept) kept = new Map()
      const mine = kept
      const account = read(options, accountId)
      mine.set(accountId, { since: now(), account })
      // What failed is asked for anew.
      account.catch(() => mine.delete(accountId))
      return account
    },
    forget() {
      kept = new Map()
    },
  }
}

async function read({ db, sealer, connections }: AccountVaultOptions, accountId: string): Promise<TransportAccount> {
  const { rows } = await db.query<Row>({
    name: 'open account',
    text: `select transport, state, external_id as "externalId", business_account_id as "businessAccountId", settings, secrets
           from accounts where id = $1`,
    values: [accountId],
  })
  const [row] = rows
  if (!row) throw unable('The account is not there any more.', false)
  if (row.state === 'disabled') throw unable('The account was taken away.', false)
  const { transport, externalId, businessAccountId, settings, secrets } = row
  const sealedWith = Object.fromEntries(Object.entries(secrets).map(([name, { key = '' }]) => [name, key]))
  const access = { transport, externalId, businessAccountId, settings, sealedWith }
  const { ready, detail } = connections.of(access)
  if (!ready) throw unable(detail, true)
  const fallback = connections.fallbackOf(access)
  return {
    accountId,
    externalId,
    businessAccountId,
    secrets: { ...fallback?.secrets, ...openAll(sealer, accountId, secrets) },
    settings: { ...fallback?.settings, ...settings },
  }
}

function openAll(sealer: Sealer, accountId: string, sealed: Row['secrets']): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(sealed).map(([name, secret]) => [name, sealer.open(accountId, name, secret)]),
    )
  } catch (error) {
    throw error instanceof SecretUnreadable ? unable(error.message, true, error) : error
  }
}

function unable(sentence: string, retryable: boolean, cause?: Error): TransportError {
  return new TransportError({ outcome: 'not-sent', retryable, sentence, cause })
}
