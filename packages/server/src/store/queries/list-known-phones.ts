import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** Whose number WhatsApp knows, with what they call themselves. */
export interface KnownPhone {
  /** Digits. */
  readonly waId: string
  readonly name: string
}

const text = /* sql */ `
select i.value as "waId", coalesce(p.profile_name, p.address_book_name, p.custom_name) as name
from accounts a
join conversations c on c.account_id = a.id and c.kind = 'direct' and c.merged_into is null
join contacts p on p.id = c.contact_id and p.erased_at is null
join identities i on i.contact_id = p.id and i.kind = 'wa_id'
where a.workspace_id = $1 and a.external_id = $2 and i.value ~ '^[0-9]{5,20}$'
  and coalesce(p.profile_name, p.address_book_name, p.custom_name) is not null
order by c.last_message_at desc nulls last limit $3`

/** Who talks with this account, by their number there; who did something last comes first. */
export async function listKnownPhones(
  db: Queryable,
  workspaceId: WorkspaceId,
  externalId: string,
  limit: number,
): Promise<readonly KnownPhone[]> {
  const { rows } = await db.query<KnownPhone>(text, [workspaceId, externalId, limit])
  return rows
}
