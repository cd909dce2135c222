import type {
  CannedReply,
  CannedReplyId,
  CreateCannedReply,
  UpdateCannedReply,
  WorkspaceId,
} from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { requireRenders } from './render-canned-reply.ts'

const most = 1_000

interface Row {
  readonly id: CannedReplyId
  readonly short_code: string
  readonly text: string
  readonly created_at: Date
  readonly updated_at: Date
}

export async function listCannedReplies(db: Queryable, workspaceId: WorkspaceId): Promise<CannedReply[]> {
  const { rows } = await db.query<Row>(`select * from canned_replies where workspace_id = $1 order by short_code`, [
    workspaceId,
  ])
  return rows.map(toReply)
}

/** @returns null: there is none of this id */
export async function findCannedReply(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: CannedReplyId,
): Promise<CannedReply | null> {
  const { rows } = await db.query<Row>(`select * from canned_replies where workspace_id = $1 and id = $2`, [
    workspaceId,
    id,
  ])
  return rows[0] ? toReply(rows[0]) : null
}

/** @throws {Refusal} conflict where the short code is taken or there are enough; invalid-request where the text is no Liquid */
export async function createCannedReply(
  db: Queryable,
  workspaceId: WorkspaceId,
  { shortCode, text }: CreateCannedReply,
): Promise<CannedReply> {
  requireRenders(text)
  const { rows: counted } = await db.query<{ count: number }>(
    `select count(*)::int as count from canned_replies where workspace_id = $1`,
    [workspaceId],
  )
  if ((counted[0]?.count ?? 0) >= most)
    throw new Refusal('conflict', { detail: `There are ${most} canned replies, which is the most. Delete one first.` })
  const { rows } = await db.query<Row>(
    `insert into canned_replies (id, workspace_id, short_code, text) values ($1, $2, $3, $4)
     on conflict do nothing returning *`,
    [uuidv7(), workspaceId, shortCode, text],
  )
  return rows[0] ? toReply(rows[0]) : taken(shortCode)
}

/** @returns null: there is none of this id. @throws {Refusal} as above */
export async function updateCannedReply(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: CannedReplyId,
  { shortCode, text }: UpdateCannedReply,
): Promise<CannedReply | null> {
  if (text !== undefined) requireRenders(text)
  if (shortCode !== undefined) {
    const { rowCount } = await db.query(
      `select from canned_replies where workspace_id = $1 and short_code = $2 and id <> $3`,
      [workspaceId, shortCode, id],
    )
    if (rowCount) taken(shortCode)
  }
  const { rows } = await db.query<Row>(
    `update canned_replies set short_code = coalesce($3, short_code), text = coalesce($4, text), updated_at = now()
     where workspace_id = $1 and id = $2 returning *`,
    [workspaceId, id, shortCode ?? null, text ?? null],
  )
  return rows[0] ? toReply(rows[0]) : null
}

/** @returns false: there is none of this id */
export async function deleteCannedReply(db: Queryable, workspaceId: WorkspaceId, id: CannedReplyId): Promise<boolean> {
  const { rowCount } = await db.query(`delete from canned_replies where workspace_id = $1 and id = $2`, [
    workspaceId,
    id,
  ])
  return rowCount === 1
}

function taken(shortCode: string): never {
  throw new Refusal('conflict', { detail: `There is a canned reply "/${shortCode}" already.` })
}

function toReply(row: Row): CannedReply {
  return {
    id: row.id,
    shortCode: row.short_code,
    text: row.text,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
