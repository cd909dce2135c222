import { createHmac } from 'node:crypto'
import { CommandError } from '../report-failure.ts'

/** Posts a body as Meta does: signed with the app secret over the raw bytes. */
export async function sendWebhook(url: string, appSecret: string, body: unknown): Promise<void> {
  const bytes = JSON.stringify(body)
  const signature = createHmac('sha256', appSecret).update(bytes).digest('hex')
  const response = await fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body: bytes,
  })
  if (response.status === 200) return
  const answer = (await response.text()).slice(0, 300)
  const next =
    response.status === 401
      ? 'It was started with another WHATSAPP_APP_SECRET than this command has: give both the same, or put it into .env.'
      : 'See what is wrong: switchboard doctor'
  throw new CommandError(`The server answered ${response.status} to a webhook: ${answer}\n${next}`)
}
