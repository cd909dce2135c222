import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

// Rows stay, so that counts and positions do: without a name. Whose turn has not come is refused when it does, as erased.
const forget = /* sql */ `
set recipient = null, target = null, person = null, contact_id = null, variables = null, reason = null, verdict_reason = null`

const named = /* sql */ `
update broadcast_recipients r ${forget} from broadcasts b
where b.workspace_id = $1 and r.broadcast_id = b.id and r.person is not null and r.person = any ($2::text[])`

const reached = /* sql */ `
update broadcast_recipients r ${forget} from broadcasts b
where b.workspace_id = $1 and r.broadcast_id = b.id and r.contact_id is not null and r.contact_id = any ($2::uuid[])`

// What could not be read names nobody for us; for a person who reads it, it may. Enough of a number to know somebody by.
const misspelt = /* sql */ `
update broadcast_recipients r ${forget} from broadcasts b, unnest($2::text[]) ending
where b.workspace_id = $1 and r.broadcast_id = b.id and r.state = 'invalid' and position(ending in regexp_replace(r.recipient, '\\D', '', 'g')) > 0`

const tellingDigits = 8

/** Takes a person out of the lists of broadcasts. Runs in the caller's transaction. */
export async function forgetRecipients(
  tx: Queryable,
  workspaceId: WorkspaceId,
  person: { readonly contactIds: readonly ContactId[]; readonly names: ReadonlySet<string> },
): Promise<void> {
  const names = [...person.names]
  const keys = [
    ...person.contactIds.map((id) => `contact:${id}`),
    ...names.flatMap((name) => [`phone:+${name}`, `bsuid:${name}`]),
  ]
  await tx.query(named, [workspaceId, keys])
  await tx.query(reached, [workspaceId, person.contactIds])
  const endings = names.filter((name) => /^\d{8,}$/.test(name)).map((name) => name.slice(-tellingDigits))
  if (endings.length > 0) await tx.query(misspelt, [workspaceId, [...new Set(endings)]])
}
