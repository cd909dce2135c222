import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { lockMembers } from '../store/locks.ts'

export interface WorkspaceToClose {
  readonly workspaceId: WorkspaceId
  /** As it is called: typed by whoever means it. */
  readonly name: string
  /** An owner; null: whoever runs the server. */
  readonly by: string | null
}

/**
 * From now on nobody is in the workspace and nothing leaves it: its members, keys, assistants and links end, its numbers are taken
 * away with their secrets, its endpoints and broadcasts stop. People who are in no other workspace lose their account, unless they
 * were removed from one: as somebody new they could come back by themselves. The rows go afterwards: delete-workspace-rows.ts.
 *
 * @throws {Refusal} not-found; forbidden: an owner no more; invalid-request: it is called otherwise; conflict: it is the first one, which the server's variables,
 * the admin key and its start are about
 */
export function closeWorkspace(pool: pg.Pool, { workspaceId, name, by }: WorkspaceToClose): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await lockMembers(tx, workspaceId, 'alone')
    // Not `for update`: rows of other workspaces that refer to theirs go on being written meanwhile.
    const { rows } = await tx.query<{ id: string; name: string; deleted: boolean }>(
      `select id, name, deleted_at is not null as deleted from workspaces order by created_at, id for no key update`,
    )
    const found = rows.find(({ id, deleted }) => id === workspaceId && !deleted)
    if (!found) throw new Refusal('not-found', { detail: 'There is no such workspace.' })
    if (rows[0]?.id === workspaceId)
      throw new Refusal('conflict', {
        detail: 'This is the first workspace, which the server itself works with. It stays; others can be deleted.',
      })
    if (by !== null) await requireOwner(tx, workspaceId, by)
    if (found.name !== name.trim())
      throw new Refusal('invalid-request', {
        detail: `The workspace is called “${found.name}”. Type exactly that to delete it.`,
        errors: [{ path: 'body.name', message: 'is not what the workspace is called' }],
      })
    await end(tx, workspaceId)
  })
}

/** Under the lock: what they may can have changed since they asked. */
async function requireOwner(tx: Queryable, workspaceId: WorkspaceId, userId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `select from members where workspace_id = $1 and user_id = $2 and role = 'owner'`,
    [workspaceId, userId],
  )
  if (rowCount === 0)
    throw new Refusal('forbidden', {
      detail: 'What you may was changed a moment ago: only an owner deletes a workspace.',
    })
}

async function end(tx: Queryable, workspaceId: WorkspaceId): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `with gone as (delete from members where workspace_id = $1 returning user_id)
     select user_id as id from gone where not exists (
       select from members m where m.user_id = gone.user_id and m.workspace_id <> $1)
       and not exists (select from removed_members r where r.user_id = gone.user_id and r.workspace_id <> $1)`,
    [workspaceId],
  )
  for (const statement of statements) await tx.query(statement, [workspaceId])
  await tx.query(`delete from auth."user" where id = any ($1)`, [rows.map(({ id }) => id)])
}

const tokens = (table: string) => /* sql */ `
delete from auth."${table}" t using oauth_grants g where g.workspace_id = $1 and t."userId" = g.user_id and t."clientId" = g.client_id`

const statements = [
  tokens('oauthAccessToken'),
  tokens('oauthRefreshToken'),
  tokens('oauthConsent'),
  `delete from oauth_grants where workspace_id = $1`,
  `update auth."session" set workspace_id = null where workspace_id = $1`,
  `delete from one_time_links where workspace_id = $1`,
  `delete from api_keys where workspace_id = $1`,
  `delete from account_webhooks where workspace_id = $1`,
  `update accounts set state = 'disabled', secrets = '{}', is_default = false, updated_at = now() where workspace_id = $1`,
  `update webhook_endpoints set state = 'disabled', disabled_reason = 'asked', disabled_by = 'the workspace was deleted', disabled_at = now()
   where workspace_id = $1 and state = 'enabled'`,
  `update broadcasts set state = 'cancelled', upload_id = null, finished_at = now(), updated_at = now()
   where workspace_id = $1 and state not in ('finished', 'cancelled')`,
  `update workspaces set deleted_at = now() where id = $1`,
]
