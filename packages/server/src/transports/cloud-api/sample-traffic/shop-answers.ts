import { type SampleDesk, type SamplePerson, shopNumber } from './sample-desk.ts'
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
  const menu = ask(
    desk,
    55,
    ana,
    'button',
    'Sorry about that! Shall we send a new one with next-day delivery, or pay back?',
  )
  desk.receipts(55.2, menu, ana, ['sent', 'delivered', 'read'], perMessage)
  tap(desk, 57, ana, menu, 'button_reply', { id: 'replace', title: 'Send a new one' })
  const slots = ask(desk, 58, lukas, 'list', 'Das prüfen wir gern. Wann dürfen wir zurückrufen?')
  tap(desk, 60, lukas, slots, 'list_reply', {
    id: 'slot-2',
    title: 'Dienstag 9:00',
    description: 'Rückruf der Buchhaltung',
  })
  const day = ask(desk, 62, fatima, 'flow', 'نعم، متاح. أي يوم وأي طابق؟')
  tap(desk, 63, fatima, day, 'nfm_reply', {
    name: 'flow',
    body: 'Sent',
    response_json: JSON.stringify({ flow_token: 'choose-a-day', day: 'الجمعة', floor: 3, note: 'اتصل قبل الوصول' }),
  })
  const where = ask(desk, 63.5, fatima, 'address_message', 'إلى أي عنوان؟')
  tap(desk, 64, fatima, where, 'address', { name: 'فاطمة', city: 'London', in_pin_code: 'WC1B 3BA' })
  const bill = ask(desk, 65, priya, 'order_details', 'जी हाँ। भुगतान कैसे करेंगी?')
  tap(desk, 66, priya, bill, 'payment_method', { payment_method: 'upi', reference_id: 'order-48240' })
  const repair = ask(desk, 67, oliver, 'button', 'We can repair it for £15. Shall we book it?')
  desk.inbound(68, oliver, 'taps a quick reply of a template', {
    type: 'button',
    button: { text: 'Yes, book the repair', payload: 'BOOK_REPAIR' },
    context: { from: shopNumber, id: repair },
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

function ask(desk: SampleDesk, minute: number, to: SamplePerson, type: string, text: string): string {
  return desk.echo(minute, to, 'a question', { type: 'interactive', interactive: { type, body: { text } } })
}

function tap(desk: SampleDesk, minute: number, from: SamplePerson, to: string, kind: string, reply: object): void {
  desk.inbound(minute, from, `answers (${kind})`, {
    type: 'interactive',
    interactive: { type: kind, [kind]: reply },
    context: { from: shopNumber, id: to },
  })
}
