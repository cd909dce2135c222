import type { ApiKeyId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import { generateKey } from './key-format.ts'
import { type KeyRow, keyColumns } from './keys.ts'

export interface KeyReplacement {
  readonly workspaceId: WorkspaceId
  readonly id: ApiKeyId
  /** How long the former key still works. */
  readonly overlapMilliseconds: number
  /** Until when the new key does; absent: as long as the former one would have. */
  readonly expiresAt?: Date | null | undefined
  /** Who does it, as `kind:id`. */
  readonly madeBy: string
  /** Looks at who asks, in the transaction; throws where they may no more. Absent: whoever runs the server. */
  readonly asker?: (tx: Database) => Promise<void>
  /** Looks at the key before anything is changed; throws where it may not be. */
  readonly check?: (former: KeyRow) => void
}

export interface ReplacedKey {
  /** With the key itself, shown this once. */
  readonly made: KeyRow & { readonly key: string }
  /** With the end that it has now. */
  readonly former: KeyRow
}

/**
 * A new key in the place of another: same name, scopes and limits, another secret. The former one works until the overlap is over, so
 * that programs can be changed one by one. Sends of both count as one.
 *
 * @throws {Refusal} not-found; conflict where the key was revoked, has expired or was replaced before
 */
export function replaceKey(db: Database, replacement: KeyReplacement): Promise<ReplacedKey> {
  const { workspaceId, id, overlapMilliseconds, expiresAt, madeBy, asker, check } = replacement
  return db.transaction().execute(async (tx) => {
    await asker?.(tx)
    const before = await tx
      .selectFrom('api_keys')
      .select(keyColumns)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!before) throw new Refusal('not-found', { detail: `There is no key ${id}.` })
    check?.(before)
    refuseSpent(before)
    const { key, shown, sha256 } = generateKey()
    const newId = uuidv7() as ApiKeyId // made here
    const { rows } = await sql<{ id: ApiKeyId }>`
      insert into api_keys (id, workspace_id, name, prefix, sha256, scopes, send_policy, expires_at, addresses, accounts, contacts,
        daily_cap, counts_as, made_by)
      select ${newId}, workspace_id, name, ${shown}, ${sha256}, scopes, send_policy,
        ${expiresAt === undefined ? sql`expires_at` : sql`${expiresAt}::timestamptz`}, addresses, accounts, contacts,
        daily_cap, coalesce(counts_as, id), ${madeBy}
      from api_keys where id = ${id} returning id`.execute(tx)
    if (rows.length === 0) throw new Error('the key was found a moment ago')
    const end = new Date(Date.now() + overlapMilliseconds)
    const former = await tx
      .updateTable('api_keys')
      .set({ replaced_by: newId, expires_at: before.expiresAt && before.expiresAt < end ? before.expiresAt : end })
      .where('id', '=', id)
      .returning(keyColumns)
      .executeTakeFirstOrThrow()
    const made = await tx.selectFrom('api_keys').select(keyColumns).where('id', '=', newId).executeTakeFirstOrThrow()
    return { made: { ...made, key }, former }
  })
}

function refuseSpent({ id, revokedAt, expiresAt, replacedBy }: KeyRow): void {
  const why =
    revokedAt !== null
      ? 'was revoked'
      : replacedBy !== null
        ? `was replaced by ${replacedBy} already; rotate that one`
        : expiresAt !== null && expiresAt.getTime() <= Date.now()
          ? 'has expired'
          : null
  if (why !== null) throw new Refusal('conflict', { detail: `The key ${id} ${why}.` })
}
