import { AccountId, type ContactId, type Scope, type WorkspaceId } from '@switchboard/contract'
import parsePhoneNumber from 'libphonenumber-js'
import type pg from 'pg'
import { z } from 'zod'
import type { GrantTerms } from '../../../people/oauth/grants.ts'

export type Narrowing = Pick<GrantTerms, 'accounts' | 'contacts' | 'sendPolicy' | 'dailyCap'> & {
  readonly maySend: boolean
}

const Form = z.object({
  access: z.enum(['read', 'approve', 'allow']).default('read'),
  cap: z.union([z.literal(''), z.coerce.number().int().min(0).max(1_000_000)]).default(''),
  accounts: z.array(AccountId).max(100),
  contacts: z.array(z.string().max(40)).max(200),
})

/** What the person wrote into the form, or the sentence that tells them what to mend. */
export async function readNarrowing(
  pool: pg.Pool,
  workspaceId: WorkspaceId,
  form: URLSearchParams,
): Promise<Narrowing | string> {
  const lines = (form.get('contacts') ?? '').split(/[\n,;]/).map((line) => line.trim())
  const read = Form.safeParse({
    access: form.get('access') ?? undefined,
    cap: form.get('cap') ?? undefined,
    accounts: form.getAll('account'),
    contacts: lines.filter((line) => line !== ''),
  }).data
  if (!read) return 'Messages a day is a whole number, and at most 200 people can be named.'
  const { access, cap, accounts, contacts } = read
  const reached = await contactsOf(pool, workspaceId, contacts)
  if (typeof reached === 'string') return reached
  return {
    maySend: access !== 'read',
    sendPolicy: access === 'allow' ? 'allow' : 'approve',
    dailyCap: cap === '' ? null : cap,
    accounts: accounts.length > 0 ? accounts : null,
    contacts: contacts.length > 0 ? reached : null,
  }
}

async function contactsOf(
  pool: pg.Pool,
  workspaceId: WorkspaceId,
  lines: readonly string[],
): Promise<ContactId[] | string> {
  const phones = lines.map((line) => parsePhoneNumber(line.startsWith('+') ? line : `+${line}`)?.number.slice(1))
  const unreadable = lines.find((_, index) => phones[index] === undefined)
  if (unreadable !== undefined) return `“${unreadable}” is not a phone number with its country code.`
  const { rows } = await pool.query<{ value: string; contact_id: ContactId }>(
    `select i.value, i.contact_id from identities i where i.workspace_id = $1 and i.kind in ('phone', 'wa_id') and i.value = any ($2)`,
    [workspaceId, phones.flatMap((phone) => (phone === undefined ? [] : [phone, `+${phone}`]))],
  )
  const found = new Set(rows.map(({ value }) => value.replace(/^\+/, '')))
  const stranger = lines.find((_, index) => !found.has(phones[index] ?? ''))
  if (stranger !== undefined) return `Nobody with the number “${stranger}” is among your contacts yet.`
  return [...new Set(rows.map(({ contact_id }) => contact_id))]
}

/** Of what was asked for, what a person may give and wants to. */
export function scopesGiven(asked: readonly Scope[], own: ReadonlySet<Scope>, maySend: boolean): Scope[] {
  return asked.filter((scope) => own.has(scope) && (maySend || scope !== 'messages:send'))
}
