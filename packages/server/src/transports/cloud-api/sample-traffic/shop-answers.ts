import type { SampleDesk } from './sample-desk.ts'
import { people } from './sample-people.ts'

const { ana, lukas, fatima, oliver, camille, priya } = people
const perMessage = { pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' } }

/** The shop answers from its phone, with receipts; customers tap, react, fill in and choose. */
export function shopAnswers(desk: SampleDesk): void {
  const hours = desk.echo(50, camille, 'opening hours', {
    type: 'text',
    text: { body: 'Jusqu’à 19 h, et samedi aussi.' },
  })
  desk.receipts(50.2, hours, camille, ['sent', 'delivered', 'read'])
  desk.inbound(52, camille, 'likes it', { type: 'reaction', reaction: { message_id: hours, emoji: '👍' } })
  const menu = desk.echo(55, ana, 'a choice', {
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'Sorry about that! Shall we send a new one with next-day delivery, or pay back?' },
    },
  })
  desk.receipts(55.2, menu, ana, ['sent', 'delivered', 'read'], perMessage)
  tap(desk, 57, ana, menu, 'button_reply', { id: 'replace', title: 'Send a new one' })
  tap(desk, 60, lukas, menu, 'list_reply', {
    id: 'slot-2',
    title: 'Dienstag 9:00',
    description: 'Rückruf der Buchhaltung',
  })
  tap(desk, 63, fatima, menu, 'nfm_reply', {
    name: 'flow',
    body: 'Sent',
    response_json: JSON.stringify({ flow_token: 'choose-a-day', day: 'الجمعة', floor: 3, note: 'اتصل قبل الوصول' }),
  })
  tap(desk, 64, fatima, menu, 'address', { name: 'فاطمة', city: 'London', in_pin_code: 'WC1B 3BA' })
  tap(desk, 66, priya, menu, 'payment_method', { payment_method: 'upi', reference_id: 'order-48240' })
  desk.inbound(68, oliver, 'taps a quick reply of a template', {
    type: 'button',
    button: { text: 'Yes, book the repair', payload: 'BOOK_REPAIR' },
    context: { from: '15550100100', id: menu },
  })
  const offer = desk.id('wamid')
  desk.receipts(72, offer, lukas, ['sent', 'delivered'], perMessage)
  desk.receipts(73, desk.id('wamid'), priya, ['failed'], {
    errors: [
      {
        code: 131026,
        title: 'Message undeliverable',
        error_data: { details: 'The recipient may use an old version.' },
      },
    ],
  })
  desk.change(75, `${lukas.name} stops marketing`, 'user_preferences', {
    user_preferences: [
      {
        wa_id: lukas.phone,
        user_id: lukas.userId,
        category: 'marketing_messages',
        value: 'stop',
        detail: 'User requested to stop marketing messages',
        timestamp: Number(desk.seconds(75)),
      },
    ],
  })
}

type Person = (typeof people)[keyof typeof people]

function tap(desk: SampleDesk, minute: number, from: Person, to: string, kind: string, reply: object): void {
  desk.inbound(minute, from, `answers (${kind})`, {
    type: 'interactive',
    interactive: { type: kind, [kind]: reply },
    context: { from: '15550100100', id: to },
  })
}
