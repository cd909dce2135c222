import type { Content } from '@switchboard/contract'
import { isObject, type JsonObject, listAt, objectAt, wordAt } from '../json-fields.ts'

type Card = Extract<Content, { type: 'contacts' }>['contacts'][number]

export function readContacts(part: unknown): Content | string {
  const cards = Array.isArray(part) ? part : [part]
  if (!cards.some(isObject)) return 'there is no contact in "contacts"'
  return { type: 'contacts', contacts: cards.map((card) => (isObject(card) ? readCard(card) : emptyCard(card))) }
}

function emptyCard(raw: unknown): Card {
  return { phones: [], emails: [], raw }
}

function readCard(card: JsonObject): Card {
  const organisation = objectAt(card, 'org')
  return {
    name: nameOf(card),
    organisation: organisation && (wordAt(organisation, 'company') ?? wordAt(organisation, 'department')),
    phones: objects(card, 'phones').map((phone) => ({
      phone: wordAt(phone, 'phone'),
      waId: wordAt(phone, 'wa_id'),
      type: wordAt(phone, 'type'),
    })),
    emails: objects(card, 'emails').map((email) => ({ email: wordAt(email, 'email'), type: wordAt(email, 'type') })),
    raw: card,
  }
}

function objects(card: JsonObject, key: string): JsonObject[] {
  return listAt(card, key).filter(isObject)
}

/** Cards that were asked for come as a vCard, in which `FN` is the full name. */
function nameOf(card: JsonObject): string | undefined {
  const name = objectAt(card, 'name')
  if (name !== undefined) {
    const parts = [wordAt(name, 'first_name'), wordAt(name, 'middle_name'), wordAt(name, 'last_name')]
    const whole = wordAt(name, 'formatted_name') ?? parts.filter((part) => part !== undefined).join(' ')
    if (whole !== '') return whole
  }
  return wordAt(card, 'name') ?? /^FN[^:\r\n]*:([^\r\n]+)/m.exec(wordAt(card, 'vcard') ?? '')?.[1]?.trim()
}
