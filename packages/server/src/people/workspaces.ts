import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { changeWorkspaceSettings } from '../store/queries/change-workspace-settings.ts'
import { addMember } from './members.ts'

export interface WorkspaceRow {
  readonly id: WorkspaceId
  readonly name: string
  readonly members: number
  readonly accounts: number
  readonly createdAt: Date
}

/** Of one person. Who needs more runs a server for many, and makes them there. */
const mostOfPerson = 50

/** Oldest first: the first one is that of the server's own variables and of the admin key. */
export async function listWorkspaces(pool: Queryable): Promise<WorkspaceRow[]> {
  const { rows } = await pool.query<WorkspaceRow>(
    `select w.id, w.name, w.created_at as "createdAt",
       (select count(*)::int from members m where m.workspace_id = w.id) as members,
       (select count(*)::int from accounts a where a.workspace_id = w.id) as accounts
     from workspaces w where w.deleted_at is null order by w.created_at, w.id`,
  )
  return rows
}

export async function createWorkspace(client: Queryable, name: string): Promise<WorkspaceId> {
  // uuidv7() gives a fresh id; the brand says which kind.
  const id = uuidv7() as WorkspaceId
  await client.query('insert into workspaces (id, name) values ($1, $2)', [id, name])
  return id
}

/** With its event, so that consoles show it. */
export function renameWorkspace(pool: pg.Pool, workspaceId: WorkspaceId, name: string): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await changeWorkspaceSettings(tx, workspaceId, { name })
    const data = { about: 'workspace', by: 'cli' }
    await appendEvents(tx, [{ workspaceId, type: 'workspace.changed', occurredAt: Date.now(), data }])
  })
}

/** With this person as its owner, and nothing else in it. @throws {Refusal} conflict: they are in too many */
export function createOwnWorkspace(
  pool: pg.Pool,
  { userId, name }: { readonly userId: string; readonly name: string },
): Promise<WorkspaceId> {
  return inTransaction(pool, async (tx) => {
    // Held, so that many at once are counted.
    await tx.query('select from auth."user" where id = $1 for update', [userId])
    const { rowCount } = await tx.query('select from members where user_id = $1', [userId])
    if ((rowCount ?? 0) >= mostOfPerson)
      throw new Refusal('conflict', {
        detail: `You are in ${rowCount} workspaces; ${mostOfPerson} are the most. Whoever runs the server makes more: switchboard workspace create`,
      })
    const workspaceId = await createWorkspace(tx, name)
    await addMember(tx, { workspaceId, userId, role: 'owner' })
    return workspaceId
  })
}

/** Whoever has just joined begins there. @param token of their new session */
export async function beginIn(pool: Queryable, token: string, workspaceId: WorkspaceId): Promise<void> {
  await pool.query('update auth."session" set workspace_id = $2 where token = $1', [token, workspaceId])
}

export interface Switch {
  readonly userId: string
  readonly sessionId: string | null
  readonly workspaceId: WorkspaceId
}

/** From now on this session works there. @throws {Refusal} not-found: they are no member of it */
export async function switchWorkspace(pool: Queryable, { userId, sessionId, workspaceId }: Switch): Promise<void> {
  const { rowCount } = await pool.query(
    `update auth."session" set workspace_id = $3 where id = $2 and "userId" = $1
     and exists (select from members m where m.user_id = $1 and m.workspace_id = $3)`,
    [userId, sessionId, workspaceId],
  )
  if (rowCount === 0) throw new Refusal('not-found', { detail: 'You are a member of no such workspace.' })
}
