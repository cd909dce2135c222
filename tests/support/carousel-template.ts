import { expect, vi } from 'vitest'
import type { Console } from './console.ts'

/** A template with two cards that can be sent. */
export async function newInTheShop(api: Console['api']): Promise<void> {
  const card = {
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } },
      { type: 'BODY', text: 'The {{1}} one', example: { body_text: [['green']] } },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'This one' }] },
    ],
  }
  const components = [
    { type: 'BODY', text: 'New in our shop today, {{1}}: have a look.', example: { body_text: [['Ana']] } },
    { type: 'CAROUSEL', cards: [card, card] },
  ]
  await api('POST', '/v1/templates', { name: 'new_in_the_shop', language: 'en', category: 'MARKETING', components })
  const approved = () => api<{ items: unknown[] }>('GET', '/v1/templates?status=APPROVED&search=new_in_the_shop')
  // Not expect.poll, which only tests may call: this is also made before them.
  await vi.waitFor(async () => expect((await approved()).items).toHaveLength(1), { timeout: 60_000 })
}
