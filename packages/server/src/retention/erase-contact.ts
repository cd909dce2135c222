import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { inTransaction } from '../store/in-transaction.ts'
import { lockWorkspaceExclusively } from '../store/locks.ts'
import { deleteContactRows, type ErasureCounts, type Person } from './delete-contact-rows.ts'
import { eraseAuditDetails } from './erase-audit-details.ts'
import { redactInbox } from './redact-inbox.ts'

export interface EraseRequest {
  readonly workspaceId: WorkspaceId
  readonly contactId: ContactId
  /** Who asked for it, for the record of the erasure: a key's name, `cli`. */
  readonly requestedBy: string
  readonly onProgress?: (progress: { readonly bodiesRead: number; readonly bodiesRedacted: number }) => void
}

export interface Erasure {
  readonly id: string
  readonly counts: ErasureCounts & { readonly inboxBodies: number; readonly auditDetails: number }
}

/** Bodies may be projected, and numbers committed, a little out of order: so many are read once more under the lock. */
const marginSeqs = 5_000
const passes = 5

/**
 * Erases a person everywhere: messages, receipts, reactions, calls, media rows, search, facts that name them, and their parts
 * of raw inbox bodies. What stays is a row without a name that says that a contact of this id was erased, by whom and when.
 * Other people's messages stay, even where their text mentions this person.
 *
 * The inbox goes first, while the identities are still known, so an interrupted erasure is finished by asking again. It is read
 * without a lock; then, under the lock that keeps projection out, only what came since. Should the person write again later,
 * they are a new contact.
 *
 * @returns null where the workspace has no such contact, or it was erased before.
 */
export async function eraseContact(pool: pg.Pool, request: EraseRequest): Promise<Erasure | null> {
  let inboxBodies = 0
  let auditDetails = 0
  for (let pass = 1; ; pass += 1) {
    const person = await findPerson(pool, request)
    if (!person) return null
    const read = await redactInbox(pool, person.names, { onProgress: request.onProgress })
    inboxBodies += read.bodiesRedacted
    const audit = await eraseAuditDetails(pool, {
      ...request,
      person,
      after: 0,
      inTransaction: (work) => inTransaction(pool, work),
    })
    auditDetails += audit.rows
    const erased = await eraseUnderLock(pool, request, person, {
      inboxBodies,
      auditDetails,
      auditAfter: audit.lastSeq,
      // Who keeps getting new names while we read is read under the lock at last.
      after: pass < passes ? Math.max(0, read.lastSeq - marginSeqs) : 0,
      mayRepeat: pass < passes,
    })
    if (erased !== 'again') return erased
  }
}

interface LastPass {
  readonly inboxBodies: number
  readonly auditDetails: number
  readonly auditAfter: number
  readonly after: number
  readonly mayRepeat: boolean
}

/** Nothing is projected meanwhile. `again`: the person has names by now that the first pass did not look for. */
async function eraseUnderLock(
  pool: pg.Pool,
  { workspaceId, contactId, requestedBy }: EraseRequest,
  before: Person,
  { inboxBodies, auditDetails, auditAfter, after, mayRepeat }: LastPass,
): Promise<Erasure | null | 'again'> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await lockWorkspaceExclusively(client, workspaceId)
    const person = await findPerson(client, { workspaceId, contactId })
    if (!person || (mayRepeat && [...person.names].some((name) => !before.names.has(name)))) {
      await client.query('rollback')
      return person ? 'again' : null
    }
    const { bodiesRedacted } = await redactInbox(client, person.names, { after })
    const deleted = await deleteContactRows(client, workspaceId, person)
    // At last: from its first row to the commit nothing of this workspace is audited.
    const audit = await eraseAuditDetails(client, {
      ...{ workspaceId, contactId, person, after: auditAfter },
      inTransaction: (work) => work(client),
    })
    const counts = {
      ...deleted,
      inboxBodies: inboxBodies + bodiesRedacted,
      auditDetails: auditDetails + audit.rows,
    }
    const id = uuidv7()
    await client.query(
      `insert into erasures (id, workspace_id, contact_id, requested_by, counts) values ($1, $2, $3, $4, $5)`,
      [id, workspaceId, person.contactIds[0], requestedBy, JSON.stringify(counts)],
    )
    await client.query('commit')
    return { id, counts }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** A contact by its id or by the id of one that was merged into it, with everything that names it in a raw body. */
async function findPerson(
  db: pg.Pool | pg.ClientBase,
  request: Pick<EraseRequest, 'workspaceId' | 'contactId'>,
): Promise<Person | null> {
  const contacts = await db.query<FamilyMember>(contactFamily, [request.workspaceId, request.contactId])
  const contactIds = contacts.rows.map((row) => row.id)
  if (contactIds.length === 0 || contacts.rows[0]?.erased_at) return null
  const names = await db.query<{ name: string }>(personNames, [request.workspaceId, contactIds])
  const conversations = await db.query<{ id: string }>(
    'select id from conversations where contact_id = any ($1::uuid[])',
    [contactIds],
  )
  return {
    contactIds,
    names: new Set(names.rows.map((row) => row.name)),
    conversationIds: conversations.rows.map(({ id }) => id),
    called: calledNames(contacts.rows),
  }
}

interface FamilyMember {
  readonly id: ContactId
  readonly erased_at: Date | null
  /** Of the profile, of the address book, our own, the user name. */
  readonly called: readonly (string | null)[]
}

function calledNames(family: readonly FamilyMember[]): string[] {
  return family.flatMap(({ called }) => called.filter((name) => name !== null)).map((name) => name.toLowerCase())
}

const contactFamily = /* sql */ `
with recursive up as (
  select id, merged_into from contacts where workspace_id = $1 and id = $2
  union
  select c.id, c.merged_into from contacts c join up on c.id = up.merged_into
), down as (
  select id from up where merged_into is null
  union
  select c.id from contacts c join down on c.merged_into = down.id
)
select c.id, c.erased_at, array[c.profile_name, c.address_book_name, c.custom_name, c.username] as called from contacts c join down using (id)
  order by c.merged_into is not null, c.id`

const personNames = /* sql */ `
select ltrim(value, '+') as name from identities where workspace_id = $1 and contact_id = any ($2::uuid[])
union
select m.wamid from messages m join conversations v on v.id = m.conversation_id
where v.contact_id = any ($2::uuid[]) or m.contact_id = any ($2::uuid[])
union
select wamid from reactions where contact_id = any ($2::uuid[])
union
select wamid from revisions where contact_id = any ($2::uuid[])
union
select provider_call_id from calls where contact_id = any ($2::uuid[])`
