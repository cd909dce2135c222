import type { CreateLabel, Label, LabelId, UpdateLabel, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'

/** As many as somebody finds their way among. */
const mostLabels = 200

export async function listLabels(db: Queryable, workspaceId: WorkspaceId): Promise<Label[]> {
  const { rows } = await db.query<Label>(
    `select id, name, colour from labels where workspace_id = $1 order by lower(name), id`,
    [workspaceId],
  )
  return rows
}

/** @throws {Refusal} conflict where the name is taken or there are enough */
export async function createLabel(db: Queryable, workspaceId: WorkspaceId, label: CreateLabel): Promise<Label> {
  const { rows: counted } = await db.query<{ count: number }>(
    `select count(*)::int as count from labels where workspace_id = $1`,
    [workspaceId],
  )
  if ((counted[0]?.count ?? 0) >= mostLabels)
    throw new Refusal('conflict', { detail: `There are ${mostLabels} labels, which is the most. Delete one first.` })
  const { rows } = await db.query<Label>(
    `insert into labels (id, workspace_id, name, colour) values ($1, $2, $3, $4)
     on conflict do nothing returning id, name, colour`,
    [uuidv7(), workspaceId, label.name, label.colour],
  )
  return rows[0] ?? taken(label.name)
}

/** @returns null: there is none of this id. @throws {Refusal} conflict where the name is taken */
export async function updateLabel(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: LabelId,
  { name, colour }: UpdateLabel,
): Promise<Label | null> {
  if (name !== undefined) {
    const { rowCount } = await db.query(
      `select from labels where workspace_id = $1 and lower(name) = lower($2) and id <> $3`,
      [workspaceId, name, id],
    )
    if (rowCount) taken(name)
  }
  const { rows } = await db.query<Label>(
    `update labels set name = coalesce($3, name), colour = coalesce($4, colour) where workspace_id = $1 and id = $2
     returning id, name, colour`,
    [workspaceId, id, name ?? null, colour ?? null],
  )
  return rows[0] ?? null
}

/** Takes it off every conversation. @returns false: there is none of this id */
export async function deleteLabel(db: Queryable, workspaceId: WorkspaceId, id: LabelId): Promise<boolean> {
  const { rowCount } = await db.query(`delete from labels where workspace_id = $1 and id = $2`, [workspaceId, id])
  return rowCount === 1
}

function taken(name: string): never {
  throw new Refusal('conflict', { detail: `There is a label "${name}" already.` })
}
