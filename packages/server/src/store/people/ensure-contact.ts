import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../database.ts'

export interface NewPerson {
  readonly workspaceId: string
  /** The first decides who it is; the others are added where nobody has them. */
  readonly identities: readonly { readonly kind: string; readonly value: string }[]
  readonly at: number
}

/**
 * The contact of an identity, made where there is none. The caller holds the workspace's lock (store/locks.ts), so nobody is
 * joined meanwhile; somebody else may make the same contact at the same time, and then theirs is the one.
 */
export async function ensureContact(
  client: Queryable,
  { workspaceId, identities, at }: NewPerson,
): Promise<{ readonly contactId: string; readonly created: boolean }> {
  const id = uuidv7()
  const [first, ...others] = identities
  if (!first) throw new Error('a person without identities can not be found again')
  await client.query(`insert into contacts (id, workspace_id) values ($1, $2)`, [id, workspaceId])
  const insert = /* sql */ `insert into identities (workspace_id, kind, value, contact_id, first_seen_at)
    values ($1, $2, $3, $4, $5) on conflict do nothing`
  const values = [workspaceId, first.kind, first.value, id, new Date(at)]
  const { rowCount } = await client.query(insert, values)
  if (rowCount === 0) {
    await client.query(`delete from contacts where id = $1`, [id])
    const { rows } = await client.query<{ contact_id: string }>(
      `select contact_id from identities where workspace_id = $1 and kind = $2 and value = $3`,
      values.slice(0, 3),
    )
    if (!rows[0]) throw new Error('an identity that was there is gone; nobody may take one away under this lock')
    return { contactId: rows[0].contact_id, created: false }
  }
  for (const { kind, value } of others) await client.query(insert, [workspaceId, kind, value, id, new Date(at)])
  return { contactId: id, created: true }
}
