import type { Queryable } from '../../store/database.ts'
import type { ContactNames } from './contact-names.ts'
import { identityKey, type PersonGroup } from './person-groups.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

export interface StoredIdentity {
  readonly contact_id: string
  readonly first_seen_at: number
  readonly xmin: string
}

interface IdentityKeyRow {
  workspace_id: string
  kind: string
  value: string
}

const loadIdentities = loadBy<IdentityKeyRow, IdentityKeyRow & StoredIdentity>(
  'identities',
  { workspace_id: 'uuid', kind: 'text', value: 'text' },
  /* sql */ `
  select i.workspace_id, i.kind, i.value, i.contact_id, i.xmin::text as xmin,
    (extract(epoch from i.first_seen_at) * 1000)::float8 as first_seen_at
  from KEYS join identities i on i.workspace_id = k.workspace_id and i.kind = k.kind and i.value = k.value`,
)

/** What the database knows of the identities that are named, by key. */
export async function identitiesOf(
  client: Queryable,
  groups: readonly PersonGroup[],
): Promise<Map<string, StoredIdentity>> {
  const keys = groups.flatMap(({ workspaceId, identities }) =>
    [...identities.values()].map(({ identity }) => ({
      workspace_id: workspaceId,
      kind: identity.kind,
      value: identity.value,
    })),
  )
  const stored = new Map<string, StoredIdentity>()
  for (const row of await loadIdentities(client, keys)) {
    stored.set(identityKey(row.workspace_id, { kind: row.kind as never, value: row.value }), row)
  }
  return stored
}

export const insertIdentities = insertInto<IdentityKeyRow & { contact_id: string; first_seen_at: number }>(
  'identities',
  {
    workspace_id: 'uuid',
    kind: 'text',
    value: 'text',
    contact_id: 'uuid',
    first_seen_at: 'timestamptz',
  },
)

// The contact is not written: a merge moves it, and whoever merges holds the lock that keeps batches out.
export const updateIdentities = updateOf<IdentityKeyRow & { first_seen_at: number }>(
  'identities',
  ['workspace_id', 'kind', 'value'],
  { workspace_id: 'uuid', kind: 'text', value: 'text', first_seen_at: 'timestamptz' },
)

const names = {
  profile_name: 'text',
  profile_name_at: 'timestamptz',
  address_book_name: 'text',
  address_book_name_at: 'timestamptz',
  custom_name: 'text',
  custom_name_at: 'timestamptz',
  username: 'text',
  username_at: 'timestamptz',
  country_code: 'text',
  country_code_at: 'timestamptz',
  search_text: 'text',
  first_seen_at: 'timestamptz',
  last_seen_at: 'timestamptz',
} as const

export const insertContacts = insertInto<ContactNames & { id: string; workspace_id: string }>('contacts', {
  id: 'uuid',
  workspace_id: 'uuid',
  ...names,
})

export const updateContacts = updateOf<ContactNames & { id: string }>(
  'contacts',
  ['id'],
  { id: 'uuid', ...names },
  { touch: true },
)

const milliseconds = (column: string): string => `(extract(epoch from c.${column}) * 1000)::float8 as ${column}`

const loadContacts = loadBy<{ id: string }, ContactNames & { id: string; xmin: string }>(
  'contacts',
  { id: 'uuid' },
  /* sql */ `
  select c.id, c.xmin::text as xmin, c.profile_name, c.address_book_name, c.custom_name, c.username, c.country_code, c.search_text,
    ${Object.keys(names)
      .filter((name) => name.endsWith('_at'))
      .map(milliseconds)
      .join(', ')}
  from KEYS join contacts c on c.id = k.id`,
)

export function contactVersions(
  client: Queryable,
  ids: readonly string[],
): Promise<(ContactNames & { id: string; xmin: string })[]> {
  return loadContacts(
    client,
    ids.map((id) => ({ id })),
  )
}

/** Whether somebody took two of these contacts apart again. */
export async function vetoedPairs(client: Queryable, contactIds: readonly string[]): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from contact_merges where undone_at is not null
       and survivor_id = any ($1::uuid[]) and merged_id = any ($1::uuid[]) limit 1`,
    [contactIds],
  )
  return rowCount === 1
}
