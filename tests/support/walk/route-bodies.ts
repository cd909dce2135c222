/** Bodies that their routes take, so that a refusal is about whose thing it is and not about the request. */
export const routeBodies: Readonly<Record<string, (id: string) => object>> = {
  'PATCH /v1/keys/:id': () => ({ sendPolicy: 'approve' }),
  'PATCH /v1/accounts/:id': () => ({ name: 'taken' }),
  'POST /v1/accounts/:id/blocked': () => ({ people: ['+4915112345678'] }),
  'DELETE /v1/accounts/:id/blocked': () => ({ people: ['+4915112345678'] }),
  'PATCH /v1/contacts/:id': () => ({ optOut: true, source: 'a walk' }),
  'POST /v1/contacts/:id/erase': (id) => ({ confirm: id }),
  'PATCH /v1/conversations/:id': () => ({ policy: 'block' }),
  'PATCH /v1/messages/:id': () => ({ content: { type: 'text', text: 'taken' } }),
  'POST /v1/messages/:id/settle': () => ({ outcome: 'sent' }),
  'PUT /v1/messages/:id/reaction': () => ({ emoji: '👍' }),
  'PATCH /v1/templates/:id': () => ({ category: 'UTILITY' }),
  'POST /v1/templates/:id/render': () => ({}),
  'POST /v1/templates/:id/test': () => ({ to: { phone: '+4915112345678' } }),
  'POST /v1/broadcasts/:id/recipients': () => ({ recipients: [{ to: '+4915112345679' }] }),
  'PATCH /v1/webhook-endpoints/:id': () => ({ description: 'taken' }),
  'POST /v1/webhook-endpoints/:id/replay': () => ({ afterSeq: 0 }),
}
