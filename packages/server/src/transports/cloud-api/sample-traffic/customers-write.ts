import type { SampleDesk } from './sample-desk.ts'
import { people } from './sample-people.ts'

const { ana, lukas, fatima, yuki, oliver, camille, priya } = people
const text = (body: string): Record<string, unknown> => ({ type: 'text', text: { body } })
const media = (mime: string, number: number): Record<string, unknown> => ({
  id: `70010000000${number}`,
  mime_type: mime,
  sha256: Buffer.from(`sample file ${number}`).toString('base64'),
})

/** Seven people write in six languages, with every kind of content that a person can send. */
export function customersWrite(desk: SampleDesk): void {
  desk.inbound(0, camille, 'opens the chat', { type: 'request_welcome' })
  desk.inbound(
    1,
    camille,
    'asks for opening hours',
    text('Bonjour ! Vous êtes ouverts jusqu’à quelle heure aujourd’hui ?'),
  )
  const question = desk.inbound(
    4,
    ana,
    'asks about an order',
    text('Hi! Where is my order #48213? It should have come yesterday 😕'),
  )
  desk.inbound(6, ana, 'sends a picture', {
    type: 'image',
    image: { ...media('image/jpeg', 1), caption: 'The box arrived like this' },
  })
  desk.inbound(7, ana, 'corrects herself', {
    type: 'edit',
    edit: {
      original_message_id: question,
      message: text('Hi! Where is my order #48231? It should have come yesterday 😕'),
    },
  })
  desk.inbound(12, lukas, 'sends an invoice', {
    type: 'document',
    document: {
      ...media('application/pdf', 2),
      filename: 'Rechnung-2026-0417.pdf',
      caption: 'Bitte prüfen, der Betrag stimmt nicht',
    },
  })
  const slip = desk.inbound(13, lukas, 'sends something by mistake', text('Schatz, bringst du Brot mit?'))
  desk.inbound(14, lukas, 'takes it back', { type: 'revoke', revoke: { original_message_id: slip } })
  desk.inbound(20, fatima, 'asks for delivery', text('مرحبا، هل التوصيل متاح إلى لندن يوم الجمعة؟'))
  desk.inbound(21, fatima, 'says where she lives', {
    type: 'location',
    location: { latitude: 51.5194, longitude: -0.1269, name: 'Museum Tavern', address: '49 Great Russell St, London' },
  })
  desk.inbound(26, yuki, 'asks for a colour', text('こんにちは。東京都への配送はできますか?青い色も欲しいです。'))
  desk.inbound(27, yuki, 'sends a sticker', { type: 'sticker', sticker: { ...media('image/webp', 3), animated: true } })
  desk.inbound(32, oliver, 'asks to move a date', text('Can I change the delivery to Saturday morning?'))
  desk.inbound(33, oliver, 'speaks', { type: 'audio', audio: { ...media('audio/ogg; codecs=opus', 4), voice: true } })
  desk.inbound(34, oliver, 'shows the fault', {
    type: 'video',
    video: { ...media('video/mp4', 5), caption: 'It rattles when I turn it on' },
  })
  desk.inbound(36, oliver, 'passes a contact on', {
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Harbour Repairs', first_name: 'Harbour' },
        org: { company: 'Harbour Repairs Ltd' },
        phones: [{ phone: '+44 7700 900299', wa_id: '447700900299', type: 'WORK' }],
        emails: [{ email: 'desk@example.com', type: 'WORK' }],
      },
    ],
  })
  desk.inbound(41, priya, 'writes without a phone number', text('नमस्ते, क्या यह दीपावली से पहले पहुँच जाएगा?'))
  desk.inbound(43, priya, 'orders', {
    type: 'order',
    order: {
      catalog_id: '800200300400',
      text: 'एक उपहार के लिए',
      product_items: [
        { product_retailer_id: 'lamp-brass-02', quantity: '2', item_price: '24.50', currency: 'EUR' },
        { product_retailer_id: 'candle-set-10', quantity: 1, item_price: 9, currency: 'EUR' },
      ],
    },
  })
  desk.inbound(45, ana, 'sends a poll, which WhatsApp does not pass on', {
    type: 'unsupported',
    unsupported: { type: 'poll' },
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
  })
}
