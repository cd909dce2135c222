import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendAuditRows, prepareAuditRow } from '../store/audit-chain/append-rows.ts'
import type { AuditTargets } from '../store/audit-chain/encode-row.ts'
import { erasedAction, erasedTarget, statementRow } from '../store/audit-chain/statements.ts'
import type { Person } from './delete-contact-rows.ts'
import { marksOf, namesPerson } from './find-person-in.ts'

const pageRows = 2_000

export interface AuditErasure {
  /** How many rows lost their details. */
  readonly rows: number
  /** The last row that was read; `after` where there was none. */
  readonly lastSeq: number
}

export interface AuditErasureOptions {
  readonly workspaceId: WorkspaceId
  readonly contactId: ContactId
  readonly person: Person
  /** Only rows behind this one. A row with a lower number never comes later: numbers are given under the chain's lock. */
  readonly after: number
  /** In which transaction the rows that were found on a page are changed. */
  readonly inTransaction: (work: (client: pg.ClientBase) => Promise<void>) => Promise<void>
}

interface Detailed {
  readonly seq: number
  readonly targets: AuditTargets | null
  readonly label: string | null
  readonly arguments: unknown
}

/**
 * Takes away arguments, label and salt of the audit's rows that name a person or are about them. Who did what, when and with what
 * outcome stays, and so does the chain: it holds only a salted digest of what goes. A row at its end says how many there were.
 */
export async function eraseAuditDetails(
  db: pg.Pool | pg.ClientBase,
  { workspaceId, contactId, person, after, inTransaction }: AuditErasureOptions,
): Promise<AuditErasure> {
  const about = new Set<string>([...person.contactIds, ...person.conversationIds])
  const marks = marksOf([...person.names, ...person.contactIds], person.called)
  let rows = 0
  let lastSeq = after
  for (;;) {
    const page = (await db.query<Detailed>(detailed, [workspaceId, lastSeq, pageRows])).rows
    const found = page.filter(
      ({ targets, label, arguments: args }) =>
        [...(targets?.contactIds ?? []), ...(targets?.conversationIds ?? [])].some((id) => about.has(id)) ||
        namesPerson([label, args], marks),
    )
    if (found.length > 0) {
      const seqs = found.map(({ seq }) => seq)
      await inTransaction((client) => eraseDetails(client, workspaceId, contactId, seqs))
    }
    rows += found.length
    lastSeq = page.at(-1)?.seq ?? lastSeq
    if (page.length < pageRows) return { rows, lastSeq }
  }
}

const detailed = /* sql */ `
select seq, targets, label, arguments from audit
where chain = $1 and seq > $2 and salt is not null order by seq limit $3`

async function eraseDetails(
  client: pg.ClientBase,
  workspaceId: WorkspaceId,
  contactId: ContactId,
  seqs: readonly number[],
): Promise<void> {
  const target = erasedTarget(seqs.length)
  const row = prepareAuditRow(
    statementRow({ workspaceId, actor: 'erasure', action: erasedAction, target, subject: contactId }),
  )
  await appendAuditRows(client, [row])
  await client.query(
    `update audit set label = null, arguments = null, salt = null, details_erased_at = now(),
       details_erased_in = (select seq from audit where id = $3)
     where chain = $1 and seq = any ($2::bigint[]) and salt is not null`,
    [workspaceId, seqs, row.id],
  )
}
