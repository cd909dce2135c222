import type { OutboundType } from '@switchboard/contract'
import type { ResolvedContent } from './transport.ts'

const mediaId = '0199aa00-0000-7000-8000-000000000001'
const uploaded = { providerMediaId: '4490709327384033', link: 'https://files.example.com/a' }
const link = 'https://files.example.com/file'

/** At least one message of every type that can be sent, ready for a transport. */
export const outboundSamples: Readonly<Record<OutboundType, readonly ResolvedContent[]>> = {
  text: [
    { type: 'text', text: 'Good morning ☀️' },
    { type: 'text', text: 'See https://example.com', previewUrl: true },
  ],
  image: [
    { type: 'image', media: { mediaId }, caption: 'The shop', resolved: uploaded },
    { type: 'image', media: { link } },
  ],
  video: [{ type: 'video', media: { link }, caption: 'How it works' }],
  audio: [
    { type: 'audio', media: { link } },
    { type: 'audio', media: { mediaId }, voice: true, resolved: uploaded },
  ],
  document: [{ type: 'document', media: { link }, caption: 'Your bill', filename: 'bill.pdf' }],
  sticker: [
    { type: 'sticker', media: { link } },
    { type: 'sticker', media: { mediaId }, resolved: { providerMediaId: '4490709327384033' } },
  ],
  location: [{ type: 'location', latitude: 52.52, longitude: 13.405, name: 'Shop', address: 'Long Street 1' }],
  contacts: [
    {
      type: 'contacts',
      contacts: [
        {
          name: { formattedName: 'Robin Vale', firstName: 'Robin', lastName: 'Vale' },
          phones: [{ phone: '+447700900123', type: 'work', waId: '447700900123' }],
          emails: [{ email: 'robin@example.com', type: 'home' }],
          organisation: { company: 'Vale & Co', title: 'Baker' },
          urls: [{ url: 'https://example.com', type: 'WORK' }],
        },
      ],
    },
  ],
  reaction: [
    { type: 'reaction', messageId: mediaId, emoji: '👍', resolved: { targetWamid: 'wamid.target' } },
    { type: 'reaction', messageId: mediaId, emoji: null, resolved: { targetWamid: 'wamid.target' } },
  ],
  buttons: [
    {
      type: 'buttons',
      header: { type: 'text', text: 'Order 7' },
      body: 'Is it right?',
      footer: 'The shop',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
    },
    {
      type: 'buttons',
      header: { type: 'document', media: { link }, filename: 'order.pdf' },
      body: 'Is it right?',
      buttons: [{ id: 'yes', title: 'Yes' }],
    },
    {
      type: 'buttons',
      header: { type: 'image', media: { link } },
      body: 'This one?',
      buttons: [{ id: 'y', title: 'Yes' }],
    },
  ],
  list: [
    {
      type: 'list',
      body: 'When?',
      button: 'Choose',
      sections: [
        { title: 'Today', rows: [{ id: '10', title: '10:00', description: 'in the morning' }] },
        { title: 'Tomorrow', rows: [{ id: '34', title: '10:00' }] },
      ],
    },
  ],
  cta_url: [{ type: 'cta_url', body: 'Pay here', displayText: 'Pay', url: 'https://example.com/pay' }],
  interactive: [
    {
      type: 'interactive',
      interactive: {
        type: 'product',
        body: { text: 'This?' },
        action: { catalog_id: '1', product_retailer_id: 'p-1' },
      },
    },
  ],
  template: [
    { type: 'template', name: 'HX00000000000000000000000000000001', language: 'en' },
    {
      type: 'template',
      name: 'HX00000000000000000000000000000002',
      language: 'en_US',
      parameters: {
        header: ['Robin'],
        body: ['Monday', '10:00'],
        buttons: [{ index: 0, subType: 'QUICK_REPLY', parameters: ['confirm'] }],
      },
    },
    {
      type: 'template',
      name: 'HX00000000000000000000000000000003',
      language: 'de',
      parameters: { body: { first_name: 'Robin', day: 'Monday' } },
    },
  ],
}
