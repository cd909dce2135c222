import type { OutboundContent } from '@switchboard/contract'
import { given, type Json } from './json.ts'

type Card = Extract<OutboundContent, { type: 'contacts' }>['contacts'][number]

export function contactObject(card: Card): Json {
  const { name, organisation } = card
  return given({
    name: given({ formatted_name: name.formattedName, first_name: name.firstName, last_name: name.lastName }),
    phones: card.phones?.map(({ phone, type, waId }) => given({ phone, type: placeOf(type), wa_id: waId })),
    emails: card.emails?.map(({ email, type }) => given({ email, type: placeOf(type) })),
    org: organisation && given(organisation),
    urls: card.urls?.map(({ url, type }) => given({ url, type: placeOf(type) })),
  })
}

/** Meta writes HOME and WORK in capitals. */
function placeOf(type: string | undefined): string | undefined {
  return type?.toUpperCase()
}
