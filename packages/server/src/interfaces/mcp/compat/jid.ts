import {
  type ContactId,
  ContactId as ContactIdSchema,
  type Conversation,
  type WorkspaceId,
} from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../../../store/database.ts'
import { resolveContact } from '../../../store/queries/resolve-merged.ts'
import { ToolError } from '../tools/tool.ts'

const personServer = '@s.whatsapp.net'
const groupServer = '@g.us'
/** A person who writes without showing a number has no number to make a JID of; this stands for one. */
const contactServer = '@contact'

/** The JID under which older set-ups know a chat. The same for all conversations with one person. */
export function jidOf(conversation: Pick<Conversation, 'groupId' | 'contact'>): string {
  if (conversation.groupId !== null) return `${conversation.groupId.replace(/@.*$/, '')}${groupServer}`
  return personJid(conversation.contact)
}

export function personJid(contact: { readonly id: string; readonly phone: string | null } | null): string {
  if (contact === null) return `unknown${contactServer}`
  return contact.phone === null ? `${contact.id}${contactServer}` : `${contact.phone.replace(/\D/g, '')}${personServer}`
}

export type Chat =
  | { readonly kind: 'group'; readonly groupIds: readonly string[] }
  | { readonly kind: 'person'; readonly contactId: ContactId }

/**
 * Whom a JID (`…@s.whatsapp.net`, `…@c.us`, `…@lid`, `…@g.us`) or a phone number means; null where we know nobody by it.
 * @throws {ToolError} for what is neither
 */
export async function findByJid(db: Database, workspaceId: WorkspaceId, jid: string): Promise<Chat | null> {
  const [, user, server = ''] = /^\+?([^@:]+)(?::\d+)?(@[\w.]+)?$/.exec(jid.trim().replace(/[\s()]/g, '')) ?? []
  if (user === undefined) {
    throw new ToolError(
      'That is neither a JID nor a phone number. Use e.g. "4915112345678@s.whatsapp.net" or "4915112345678".',
    )
  }
  if (server === groupServer) return { kind: 'group', groupIds: [user, `${user}${groupServer}`] }
  if (server === contactServer) {
    const id = ContactIdSchema.safeParse(user)
    const contactId = id.success ? await resolveContact(db, workspaceId, id.data) : null
    return contactId === null ? null : { kind: 'person', contactId }
  }
  const digits = user.replace(/\D/g, '')
  const { rows } = await sql<{ contact_id: ContactId }>`
    select contact_id from identities where workspace_id = ${workspaceId} and (
      (kind = 'phone' and value = ${`+${digits}`}) or (kind = 'wa_id' and value = ${digits})
      or (kind in ('jid', 'lid', 'bsuid') and value = any(${[jid, user]}::text[])))
    order by case kind when 'phone' then 0 when 'wa_id' then 1 else 2 end limit 1`.execute(db)
  const found = rows[0]
  const contactId = found ? await resolveContact(db, workspaceId, found.contact_id) : null
  return contactId === null ? null : { kind: 'person', contactId }
}
