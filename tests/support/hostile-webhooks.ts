import type { Carrier, Hostile } from './hostile-messages.ts'

export interface Desk {
  readonly phoneNumberId: string
  readonly businessAccountId: string
  readonly displayPhoneNumber: string
  /** Seconds since 1970. */
  readonly at: number
}

/** A customer of their own for each message. */
export const digitsOf = (index: number): string => `4477009${String(20_000 + index)}`

/** The webhooks that carry it, as Meta would write them, in their order. */
export function webhooksOf(hostile: Hostile, index: number, desk: Desk): object[] {
  const { text, carrier } = hostile
  const from = digitsOf(index)
  const id = `wamid.HOSTILE${index}`
  const timestamp = String(desk.at)
  const base = { from, id, timestamp }
  const profile = {
    name: carrier === 'profile name' || carrier === 'name of a caller' ? text : `Customer ${index}`,
    ...(carrier === 'username' ? { username: text } : {}),
  }
  const contacts = [{ profile, wa_id: from }]
  const body = (field: string, value: object) => ({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: desk.businessAccountId,
        changes: [
          {
            field,
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: desk.displayPhoneNumber, phone_number_id: desk.phoneNumberId },
              ...value,
            },
          },
        ],
      },
    ],
  })
  const message = (parts: object) => body('messages', { contacts, messages: [{ ...base, ...parts }] })
  const greeting = message({ id: `${id}.before`, type: 'text', text: { body: 'Hello' } })
  const all: Partial<Record<Carrier, () => object[]>> = {
    reaction: () => [greeting, message({ type: 'reaction', reaction: { message_id: `${id}.before`, emoji: text } })],
    edit: () => [
      greeting,
      message({
        type: 'edit',
        edit: { original_message_id: `${id}.before`, message: { type: 'text', text: { body: text } } },
      }),
    ],
    'group subject': () => [
      body('group_lifecycle_update', {
        groups: [{ timestamp, group_id: 'hostile-group', type: 'group_create', subject: text }],
      }),
      body('messages', {
        contacts,
        messages: [{ ...base, group_id: 'hostile-group', type: 'text', text: { body: `Hello group ${hostile.word}` } }],
      }),
    ],
    'echo of the business': () => [
      greeting,
      body('smb_message_echoes', {
        message_echoes: [
          { from: desk.displayPhoneNumber, to: from, id, timestamp, type: 'text', text: { body: text } },
        ],
      }),
    ],
    'name of a caller': () => [
      body('calls', {
        contacts,
        calls: [
          {
            id: `wacid.${index}`,
            from,
            to: desk.displayPhoneNumber,
            event: 'connect',
            direction: 'USER_INITIATED',
            timestamp,
          },
        ],
      }),
    ],
  }
  return all[carrier]?.() ?? [message(partsOf(carrier, text, hostile.word))]
}

function partsOf(carrier: Carrier, text: string, word: string): object {
  const interactive = (kind: string, reply: object) => ({
    type: 'interactive',
    interactive: { type: kind, [kind]: reply },
  })
  const file = { id: '7001', mime_type: 'application/pdf', sha256: 'n2Zq1w==' }
  const parts: Partial<Record<Carrier, object>> = {
    'image caption': { type: 'image', image: { ...file, mime_type: 'image/png', caption: text } },
    'document caption': { type: 'document', document: { ...file, filename: 'a.pdf', caption: text } },
    'file name': { type: 'document', document: { ...file, filename: text } },
    'file type': { type: 'document', document: { ...file, mime_type: text, filename: 'a.pdf', caption: word } },
    'button reply': interactive('button_reply', { id: text, title: text }),
    'list reply': interactive('list_reply', { id: text, title: text, description: text }),
    'template button': { type: 'button', button: { text, payload: text } },
    location: {
      type: 'location',
      location: { latitude: 1, longitude: 2, name: text, address: text, url: `https://leak.example/${word}` },
    },
    'contact card': {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: text, first_name: text },
          org: { company: text, title: text },
          phones: [{ phone: text, type: text }],
          emails: [{ email: `${word}@leak.example`, type: text }],
          urls: [{ url: `https://leak.example/${word}`, type: text }],
        },
      ],
    },
    order: {
      type: 'order',
      order: {
        catalog_id: text,
        text,
        product_items: [{ product_retailer_id: text, quantity: 1, item_price: 1, currency: text }],
      },
    },
    'flow answer': interactive('nfm_reply', {
      name: 'flow',
      body: text,
      response_json: JSON.stringify({ [text]: text }),
    }),
    'broken flow answer': interactive('nfm_reply', { name: 'flow', body: 'Sent', response_json: text }),
    advertisement: {
      type: 'text',
      text: { body: `Hi, is this still on? ${word}` },
      referral: {
        headline: text,
        body: text,
        source_url: `https://leak.example/${word}`,
        source_type: 'ad',
        source_id: text,
      },
    },
    notice: { type: 'system', system: { type: 'customer_identity_changed', body: text, identity: text } },
    'provider error': {
      type: 'unsupported',
      unsupported: { type: text },
      errors: [{ code: 131051, title: text, message: text, error_data: { details: text } }],
    },
    'unknown type': { type: text, [text]: { body: text } },
  }
  return parts[carrier] ?? { type: 'text', text: { body: carrier === 'text' ? text : `I am ${word}` } }
}
