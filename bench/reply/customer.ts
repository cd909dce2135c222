import { createHmac } from 'node:crypto'
import { localNumber } from '../../packages/server/src/simulator/local-simulator.ts'
import { ask } from './ask.ts'

export const appSecret = 'the app secret of the benchmark'

/** A customer's text, as Meta posts it. Resolves when it is acknowledged. */
export async function writeAsCustomer(url: string, from: string, wamid: string, text: string): Promise<void> {
  const message = {
    from,
    id: wamid,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: 'text',
    text: { body: text },
  }
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100100', phone_number_id: localNumber.id },
    contacts: [{ wa_id: from, profile: { name: 'A customer' } }],
    messages: [message],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: localNumber.businessAccountId, changes: [{ field: 'messages', value }] }],
  })
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  const { status } = await ask(`${url}/webhooks/whatsapp`, 'POST', headers, body)
  if (status !== 200) throw new Error(`a webhook was answered ${status}`)
}
