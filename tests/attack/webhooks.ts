import { createHmac } from 'node:crypto'
import { messageBody } from '../support/signed-webhook.ts'
import { attack, long } from './support/attack.ts'
import { appSecret, statusesIn, type Target } from './support/target.ts'

const path = '/webhooks/whatsapp'
const sign = (body: string | Buffer, secret = appSecret, kind = 'sha256') =>
  `${kind}=${createHmac(kind, secret).update(body).digest('hex')}`
const bodyOf = (wamid: string) => JSON.stringify(messageBody(wamid))

/** Forged, replayed and truncated webhooks. */
export function attackWebhooks(target: () => Target): void {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    target().ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const kept = async (wamid: string) => {
    const { rows } = await target().database.pool.query<{ n: number }>(
      `select count(*)::int as n from inbox where body like '%' || $1::bytea || '%'`,
      [Buffer.from(wamid)],
    )
    return rows[0]?.n ?? 0
  }

  attack('forged webhooks: no signature but that of this body with this secret is taken', async (tries) => {
    const wamid = 'wamid.forged'
    const body = bodyOf(wamid)
    const good = sign(body)
    for (const [what, headers] of Object.entries({
      'no signature': {},
      'an empty one': { 'x-hub-signature-256': '' },
      'the older SHA-1 header': { 'x-hub-signature': sign(body, appSecret, 'sha1') },
      'SHA-1 in the newer one': { 'x-hub-signature-256': sign(body, appSecret, 'sha1') },
      'without its prefix': { 'x-hub-signature-256': good.slice(7) },
      'cut short': { 'x-hub-signature-256': good.slice(0, -2) },
      'made longer': { 'x-hub-signature-256': `${good}00` },
      'two in one': { 'x-hub-signature-256': `${good}, ${good}` },
      'of an empty secret': { 'x-hub-signature-256': sign(body, '') },
      'of another secret': { 'x-hub-signature-256': sign(body, 'dev-secret') },
      'of another body': { 'x-hub-signature-256': sign(bodyOf('wamid.other')) },
      'of no body': { 'x-hub-signature-256': sign('') },
      'a hash without a key': { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
      'with an admin key': { 'x-admin-api-key': appSecret, authorization: `Bearer ${appSecret}` },
      'by a client certificate in a header': {
        'x-client-cert': 'CN=client.webhooks.fbclientcerts.com',
        'ssl-client-verify': 'SUCCESS',
      },
    } as Record<string, Record<string, string>>)) {
      const { status } = await post(body, headers)
      tries.holds(`${what}: ${status}`, status === 401)
    }
    for (let bit = 0; bit < (long ? 256 : 24); bit += 1) {
      const bytes = Buffer.from(good.slice(7), 'hex')
      const at = long ? bit : bit * 10
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7))
      tries.holds(
        `bit ${at}`,
        (await post(body, { 'x-hub-signature-256': `sha256=${bytes.toString('hex')}` })).status === 401,
      )
    }
    for (const [what, other] of [
      ['a space behind it', `${body} `],
      ['a byte order mark', `\uFEFF${body}`],
      ['another number', body.replace('15550100200', '15550100201')],
      ['NUL behind it', `${body}\0`],
    ] as const) {
      tries.holds(what, (await post(other, { 'x-hub-signature-256': good })).status === 401)
    }
    tries.holds('nothing was kept', (await kept(wamid)) === 0)
  })

  attack('forged webhooks: by another spelling of the address the signature is asked for too', async (tries) => {
    const body = bodyOf('wamid.spelled')
    for (const spelled of [
      `${path}?x=1`,
      `${path}/`,
      `/webhooks//whatsapp`,
      '/webhooks/whatsapp%20',
      '/WEBHOOKS/whatsapp',
      '/webhooks/%77hatsapp',
      '//webhooks/whatsapp',
      '/webhooks/twilio',
      '/webhooks/../webhooks/whatsapp',
    ]) {
      const answer = await target().raw(
        `POST ${spelled} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      )
      tries.holds(`${spelled}: ${statusesIn(answer)}`, [401, 404].includes(statusesIn(answer)[0] ?? 0))
    }
    tries.holds('nothing was kept', (await kept('wamid.spelled')) === 0)
  })

  attack('replayed webhooks: the same body, again and at once, is one message', async (tries) => {
    const wamid = 'wamid.replayed'
    const body = bodyOf(wamid)
    const headers = { 'x-hub-signature-256': sign(body) }
    const times = long ? 500 : 50
    const answers = await Promise.all(Array.from({ length: times }, () => post(body, headers)))
    for (const { status } of answers) tries.holds(`answered ${status}`, status === 200)
    tries.holds('one row in the inbox', (await kept(wamid)) === 1)
    // The same message in another body, as a redelivery may come.
    const again = JSON.stringify({ ...messageBody(wamid), again: true })
    tries.holds('again', (await post(again, { 'x-hub-signature-256': sign(again) })).status === 200)
    const count = async () =>
      (await target().database.pool.query(`select 1 from messages where wamid = $1`, [wamid])).rows.length
    for (const until = Date.now() + 60_000; (await count()) === 0 && Date.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 50))
    tries.holds('one message', (await count()) === 1)
  })

  attack('truncated webhooks: a body that ends early is never taken for a whole one', async (tries) => {
    const wamid = 'wamid.truncated'
    const body = bodyOf(wamid)
    const step = long ? 1 : Math.ceil(body.length / 25)
    for (let length = 0; length < body.length; length += step) {
      const part = body.slice(0, length)
      const { status } = await post(part, { 'x-hub-signature-256': sign(body) })
      tries.holds(`${length} bytes with the signature of the whole: ${status}`, status === 401)
      const signed = await post(part, { 'x-hub-signature-256': sign(part) })
      tries.holds(`${length} bytes, signed: ${signed.status}`, signed.status === 400)
    }
    for (const length of [1, body.length >> 1, body.length - 1]) {
      // Announced whole, and the connection ends.
      const answer = await target().cut(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\nx-hub-signature-256: ${sign(body)}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, length)}`,
      )
      tries.holds(`cut off after ${length}`, !answer.includes(' 200 '))
    }
    tries.holds('nothing was kept', (await kept(wamid)) === 0)
  })

  attack('webhooks of another kind: compressed, in another encoding, too large, not an object', async (tries) => {
    for (const [what, body, headers] of [
      ['gzip', Buffer.from('1f8b0800000000000003', 'hex'), { 'content-encoding': 'gzip' }],
      ['gzip that is none', Buffer.from('{}'), { 'content-encoding': 'gzip' }],
      ['br', Buffer.from('{}'), { 'content-encoding': 'br' }],
      ['UTF-16', Buffer.from('{"object":1}', 'utf16le'), {}],
      ['an array', Buffer.from('[]'), {}],
      ['null', Buffer.from('null'), {}],
      ['a bad character', Buffer.from('{"a":"\xff"', 'latin1'), {}],
    ] as const) {
      const { status } = await post(new Uint8Array(body), { ...headers, 'x-hub-signature-256': sign(body) })
      tries.holds(`${what}: ${status}`, status === 400 || status === 415)
    }
    const answer = await target().raw(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\nx-hub-signature-256: ${sign('')}\r\ncontent-length: 99999999\r\n\r\n{`,
    )
    tries.holds('too large', statusesIn(answer)[0] === 413)
  })

  attack('the verification question is answered to who knows the token only, and never as a page', async (tries) => {
    const ask = (query: string) => target().ask(`${path}?${query}`)
    for (const query of [
      '',
      'hub.mode=subscribe',
      'hub.mode=subscribe&hub.verify_token=x&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token=&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token[]=dev-verify-token&hub.challenge=1',
      'hub.mode=unsubscribe&hub.verify_token=dev-verify-token&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token=dev-verify-token&hub.verify_token=x&hub.challenge=1',
    ]) {
      const { status } = await ask(query)
      tries.holds(`${query}: ${status}`, status === 403)
    }
    const script = encodeURIComponent('<script>alert(1)</script>')
    const { headers } = await ask(`hub.mode=subscribe&hub.verify_token=dev-verify-token&hub.challenge=${script}`)
    tries.holds('as text', headers.get('content-type') === 'text/plain; charset=utf-8')
    tries.holds('not sniffed', headers.get('x-content-type-options') === 'nosniff')
  })
}
