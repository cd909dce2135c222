import { createHmac } from 'node:crypto'

// Lately, so that the window to answer it is open; one time a run, so that the same id gives the same bytes.
const timestamp = String(Math.floor(Date.now() / 1000))

/** One text message of a customer, as Meta says it. */
export function messageBody(wamid: string): { readonly object: string; readonly entry: readonly object[] } {
  const message = {
    from: '15550100200',
    id: wamid,
    timestamp,
    type: 'text',
    text: { body: `text ${wamid}` },
  }
  const metadata = { display_phone_number: '15550100100', phone_number_id: '15550100100001' }
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] }
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '15550100100002', changes: [{ field: 'messages', value }] }],
  }
}

/** Posts one text message as Meta does. @returns the status, or null where the connection broke */
export function postMessage(url: string, appSecret: string, wamid: string): Promise<number | null> {
  return postBody(url, appSecret, Buffer.from(JSON.stringify(messageBody(wamid))))
}

/** Posts these bytes, signed, as Meta does. @returns the status, or null where the connection broke */
export async function postBody(url: string, appSecret: string, body: Buffer): Promise<number | null> {
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  try {
    const response = await fetch(`${url}/webhooks/whatsapp`, { method: 'POST', headers, body: new Uint8Array(body) })
    await response.arrayBuffer()
    return response.status
  } catch {
    // The server went away between two requests: that one was not acknowledged.
    return null
  }
}
