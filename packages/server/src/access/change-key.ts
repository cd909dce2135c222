import type { ApiKeyId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { type KeyBounds, storedRanges } from './keys.ts'

/**
 * A credential that is held back frees neither itself nor another.
 * @param own of who asks @throws {Refusal} forbidden
 */
export function refuseFreedom(own: SendPolicy | null, asked: SendPolicy | null): void {
  if ((own !== 'approve' && own !== 'block') || asked === own || asked === 'block') return
  throw new Refusal('forbidden', {
    detail: `What your credential sends is under "${own}"; a key that it makes or changes has the same sendPolicy, or "block".`,
  })
}

export interface KeyChange {
  readonly workspaceId: WorkspaceId
  readonly keyId: ApiKeyId
  /** What is not named stays. */
  readonly bounds: { readonly [Name in keyof KeyBounds]?: KeyBounds[Name] | undefined }
  /** Who says so, in words for the history. */
  readonly by: string
}

const columns = {
  sendPolicy: 'send_policy',
  expiresAt: 'expires_at',
  addresses: 'addresses',
  accounts: 'accounts',
  contacts: 'contacts',
  dailyCap: 'daily_cap',
} as const satisfies Record<keyof KeyBounds, string>

/** States what a key may, from its next call on. @returns whether there is such a key, not revoked. */
export async function changeKey(tx: Queryable, { workspaceId, keyId, bounds, by }: KeyChange): Promise<boolean> {
  const given = { ...bounds, ...(bounds.addresses ? { addresses: storedRanges(bounds.addresses) } : {}) }
  // The keys of `columns` are those of the bounds.
  const names = (Object.keys(columns) as (keyof KeyBounds)[]).filter((name) => given[name] !== undefined)
  const set = names.map((name, index) => `${columns[name]} = $${index + 3}`).join(', ')
  const { rows } = await tx.query<{ former: SendPolicy | null }>(
    `update api_keys k set ${set} from (select id, send_policy as former from api_keys where id = $2 for update) before
     where k.id = before.id and k.workspace_id = $1 and k.revoked_at is null returning before.former`,
    [workspaceId, keyId, ...names.map((name) => given[name])],
  )
  const [row] = rows
  if (!row) return false
  const { sendPolicy = row.former } = bounds
  const limits = names.filter((name) => name !== 'sendPolicy')
  if (row.former !== sendPolicy || limits.length > 0) {
    // Which limits, and not what they are: the log is read by more than keys are managed by.
    const changed = limits.length > 0 ? { changed: limits } : {}
    const data = { about: 'key', keyId, sendPolicy, former: row.former, by, ...changed }
    await appendEvents(tx, [{ workspaceId, type: 'workspace.changed', occurredAt: Date.now(), data }])
  }
  return true
}
