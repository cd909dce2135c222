/** One webhook body as Meta sends it, of the mix of a support desk: for each inbound message three receipts of our own. */
export interface TrafficOptions {
  readonly webhooks: number
  readonly contacts: number
  /** Milliseconds since 1970 of the first. */
  readonly from: number
  readonly phoneNumberId?: string
}

const words = (
  'order parcel delivery tomorrow morning please thanks invoice address street number colour size blue red large return refund ' +
  'when where how much open closed appointment table two three evening Grüße kaufen gracias pedido mañana commande livraison ' +
  'merci confirm cancel change help price question again today week street Straße Köln São Paulo envío talla color'
).split(' ')

export function* traffic({
  webhooks,
  contacts,
  from,
  phoneNumberId = '106540352242922',
}: TrafficOptions): Generator<string> {
  let at = Math.floor(from / 1_000)
  const sent: { id: string; to: string }[] = []
  for (let index = 0; index < webhooks; index += 1) {
    const kind = index % 4
    if (index % 400 === 0) at += 1
    if (kind === 0) {
      const number = (index * 7_919) % contacts
      const from = String(4_915_000_000_000 + number)
      sent[index % 64] = { id: `wamid.out.${index}`, to: from }
      yield body(phoneNumberId, {
        contacts: [{ profile: { name: `Customer ${number}` }, wa_id: from, user_id: `DE.${number}` }],
        messages: [
          {
            from,
            from_user_id: `DE.${number}`,
            id: `wamid.in.${index}`,
            timestamp: String(at),
            type: 'text',
            text: { body: text(index) },
          },
        ],
      })
    } else {
      const target = sent[(index - kind) % 64] ?? { id: 'wamid.out.0', to: '4915000000000' }
      const status = ['sent', 'delivered', 'read'][kind - 1]
      yield body(phoneNumberId, {
        statuses: [
          {
            id: target.id,
            status,
            timestamp: String(at),
            recipient_id: target.to,
            pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' },
          },
        ],
      })
    }
  }
}

function text(index: number): string {
  return Array.from(
    { length: 12 },
    (_, place) => words[(index * 31 + place * (index % 17) * 7 + place) % words.length],
  ).join(' ')
}

function body(phoneNumberId: string, value: object): string {
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId }
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [change] }] })
}
