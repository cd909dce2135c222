import { parseTarget } from '../outbox/parse-recipient.ts'
import { SendRefusal } from '../outbox/send-refusal.ts'
import type { BrokenRow, GivenRow, ListRow } from './list-row.ts'

/** A row as it is stored: whom it names, or why it names nobody. */
export interface ReadRow {
  readonly line: number | null
  /** As it was given, short enough to be shown. */
  readonly recipient: string | null
  /** `either`: a contact's or a conversation's id; who that is, the database knows. null: it can not be read. */
  readonly kind: 'phone' | 'bsuid' | 'contact' | 'conversation' | 'either' | null
  readonly value: string | null
  /** JSON text. */
  readonly variables: string | null
  readonly code: string | null
  readonly reason: string | null
}

const shownLength = 100

/** @param region of the account, for phones in national format */
export function readRow(row: ListRow, region: string | null): ReadRow {
  if ('code' in row) return broken(row)
  const recipient = shownOf(row.to)
  const variables = JSON.stringify(row.variables)
  // What Postgres can't hold …
  if (/\\u0000/.test(variables) || recipient.includes('\0'))
    return broken({ line: row.line, code: 'row-broken', reason: 'The row holds a NUL (U+0000). Take it out.' })
  // … and what is left of letters in another encoding.
  if (/�|\\ud[89a-f]/i.test(variables) || recipient.includes('�'))
    return broken({ line: row.line, code: 'row-broken', reason: 'The row is not UTF-8. Save the file as UTF-8.' })
  try {
    const { kind, value } = parseTarget(row.to, region)
    if (kind === 'group' || kind === 'parent_bsuid')
      throw new SendRefusal('recipient-invalid', 'A broadcast goes to people: a phone number, a user id or a contact.')
    return { line: row.line, recipient, kind, value, variables, code: null, reason: null }
  } catch (error) {
    if (!(error instanceof SendRefusal)) throw error
    return { ...broken({ line: row.line, code: error.code, reason: error.message }), recipient }
  }
}

function broken({ line, code, reason }: BrokenRow): ReadRow {
  return { line, recipient: null, kind: null, value: null, variables: null, code, reason }
}

function shownOf(to: GivenRow['to']): string {
  const text = typeof to === 'string' ? to : Object.values(to).join(' ')
  return text.length <= shownLength ? text : `${text.slice(0, shownLength - 1)}…`
}
