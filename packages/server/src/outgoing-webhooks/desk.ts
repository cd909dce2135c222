import type pg from 'pg'
import type { GuardedClient } from '../http/guarded-fetch.ts'
import type { Resolve } from '../http/guarded-lookup.ts'
import type { AddressRange } from '../http/public-address.ts'
import type { SecretBox } from './secret-box.ts'

/** What changing endpoints needs. */
export interface WebhookDesk {
  readonly pool: pg.Pool
  readonly box: SecretBox
  readonly client: GuardedClient
  /** Private addresses that endpoints may have. */
  readonly allowed: readonly AddressRange[]
  readonly resolve?: Resolve
  /** The seq after which everything is that is committed from now on. */
  readonly endOfLog: () => Promise<number>
  /** Endpoints, deliveries or events changed: look now. */
  readonly changed: () => void
}
