import type { Json } from '../graph-error.ts'
import type { PhoneMessage } from './phone-message.ts'

type Of<Type extends PhoneMessage['type']> = Extract<PhoneMessage, { type: Type }>

/** A contact card as the webhook has it. */
export function wireCard(card: Of<'contacts'>['contacts'][number]): Json {
  const [first = card.name, ...rest] = card.name.split(' ')
  return {
    name: {
      formatted_name: card.name,
      first_name: first,
      ...(rest.length > 0 && { last_name: rest.join(' ') }),
    },
    ...(card.phone !== undefined && {
      phones: [{ phone: card.phone, wa_id: card.phone.replaceAll(/\D/g, ''), type: 'CELL' }],
    }),
    ...(card.email !== undefined && { emails: [{ email: card.email, type: 'HOME' }] }),
    ...(card.company !== undefined && { org: { company: card.company } }),
  }
}

export function wireOrder({ note, items }: Of<'order'>): Json {
  return {
    catalog_id: '5550100000000003',
    ...(note && { text: note }),
    product_items: items.map(({ product, quantity, price, currency }) => ({
      product_retailer_id: product,
      quantity,
      item_price: price,
      currency,
    })),
  }
}

/** WhatsApp says that something came, and of what kind, and nothing of what it says. */
export function wireUnsupported({ what }: Of<'unsupported'>): Json {
  return {
    type: 'unsupported',
    unsupported: { type: what },
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        message: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
  }
}
