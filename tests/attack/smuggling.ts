import { attack } from './support/attack.ts'
import { statusesIn, type Target } from './support/target.ts'

/**
 * Requests that two readers would end at different places. Behind each stands a second request: where a proxy passed the whole
 * as one, it would be somebody else's. It must never be answered as a request of its own with success, unless it is one.
 */
export function attackFraming(target: () => Target): void {
  const second = 'GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n'
  const head = 'POST /v1/messages HTTP/1.1\r\nhost: localhost\r\n'

  attack('header smuggling: two readings of where a request ends', async (tries) => {
    for (const [what, bytes] of Object.entries({
      'CL.TE': `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
      'TE.CL': `${head}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n5c\r\n${second}\r\n0\r\n\r\n`,
      'TE.TE, one of them odd': `${head}transfer-encoding: chunked\r\ntransfer-encoding: x\r\n\r\n0\r\n\r\n${second}`,
      'TE xchunked': `${head}transfer-encoding: xchunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${second}`,
      'TE chunked, identity': `${head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${second}`,
      'TE with a space before the colon': `${head}transfer-encoding : chunked\r\n\r\n0\r\n\r\n${second}`,
      'TE with a vertical tab': `${head}transfer-encoding:\x0bchunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n${second}`,
      'TE folded': `${head}transfer-encoding:\r\n chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n${second}`,
      'two lengths': `${head}content-length: 0\r\ncontent-length: 44\r\n\r\n${second}`,
      'two lengths that agree': `${head}content-length: 0\r\ncontent-length: 0\r\n\r\n${second}`,
      'two lengths in one': `${head}content-length: 0, 44\r\n\r\n${second}`,
      'a length with a sign': `${head}content-length: +0\r\n\r\n${second}`,
      'a negative length': `${head}content-length: -1\r\n\r\n${second}`,
      'a length in hex': `${head}content-length: 0x0\r\n\r\n${second}`,
      'a length with a space': `${head}content-length: 0 0\r\n\r\n${second}`,
      'a length too large for a number': `${head}content-length: 18446744073709551616\r\n\r\n${second}`,
      'chunk size with a sign': `${head}transfer-encoding: chunked\r\n\r\n+0\r\n\r\n${second}`,
      'chunk size 0x0': `${head}transfer-encoding: chunked\r\n\r\n0x0\r\n\r\n${second}`,
      'chunk size too large': `${head}transfer-encoding: chunked\r\n\r\n10000000000000000\r\n\r\n${second}`,
      'chunk ended by LF': `${head}transfer-encoding: chunked\r\n\r\n0\n\n${second}`,
      'chunk extension with LF': `${head}transfer-encoding: chunked\r\n\r\n0;x\n\r\n\r\n${second}`,
      'HTTP/1.0 with chunks': `POST /v1/messages HTTP/1.0\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    })) {
      const answer = await target().raw(bytes)
      tries.holds(`${what}: ${statusesIn(answer)}`, !statusesIn(answer).includes(200))
    }
  })

  attack('header smuggling: characters that end a line for one reader and not for another', async (tries) => {
    for (const [what, line] of Object.entries({
      'NUL in a value': 'x: a\0b',
      'NUL in a name': 'x\0y: a',
      'bare CR': 'x: a\rtransfer-encoding: chunked',
      'bare LF': 'x: a\ntransfer-encoding: chunked',
      'obs-fold': 'x: a\r\n transfer-encoding: chunked',
      'a line without a colon': 'this is no header',
      'a space before the name': ' transfer-encoding: chunked',
      'a name of other characters': 'trànsfer-encoding: chunked',
      'an empty name': ': a',
      'CR LF CR': 'x: a\r\n\rtransfer-encoding: chunked',
    })) {
      const answer = await target().raw(
        Buffer.from(`GET /v1/me HTTP/1.1\r\nhost: localhost\r\n${line}\r\n\r\n${second}`, 'latin1'),
      )
      const statuses = statusesIn(answer)
      tries.holds(`${what}: ${statuses}`, statuses[0] === 400 && statuses.length === 1)
    }
  })

  attack('header smuggling: a request line that is none', async (tries) => {
    for (const line of [
      'GET /openapi.json',
      'GET /openapi.json HTTP/1.1 x',
      'GET /openapi.json HTTP/9.9',
      'GET /openapi .json HTTP/1.1',
      'GET\t/openapi.json\tHTTP/1.1',
      'GET /open\0api.json HTTP/1.1',
      'PRI * HTTP/2.0',
      '\x16\x03\x01\x02\0\x01\0\x01\xfc',
      'GET http://evil.example/openapi.json HTTP/1.1',
      'CONNECT 169.254.169.254:80 HTTP/1.1',
      'GET * HTTP/1.1',
    ]) {
      const answer = await target().raw(Buffer.from(`${line}\r\nhost: localhost\r\n\r\n`, 'latin1'))
      const statuses = statusesIn(answer)
      tries.holds(
        `${JSON.stringify(line)}: ${statuses}`,
        statuses.every((status) => status >= 400),
      )
    }
  })

  attack('answers cannot be split by what a request says', async (tries) => {
    const key = await target().key()
    const evil = encodeURIComponent('x\r\nset-cookie: evil=1\r\n\r\n<script>')
    for (const path of [
      `/v1/contacts/${evil}`,
      `/docs/${evil}`,
      `/v1/messages?cursor=${evil}`,
      `/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=dev-verify-token&hub.challenge=${evil}`,
      `/${evil}`,
    ]) {
      const answer = await target().raw(
        `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\nx-request-id: ${evil}\r\nconnection: close\r\n\r\n`,
      )
      const [headers = ''] = answer.split('\r\n\r\n')
      tries.holds(path, !/^set-cookie/im.test(headers) && statusesIn(answer).length === 1)
    }
    const named = new FormData()
    const page = '<!doctype html><script>alert(1)</script>'
    named.set(
      'file',
      new Blob([page], { type: 'text/html\r\nset-cookie: evil=1' }),
      'a"\r\nset-cookie: evil=1\r\n.html',
    )
    const made = await target().ask('/v1/media', { method: 'POST', key, body: named })
    const { id } = JSON.parse(made.text) as { id?: string }
    const { headers } = await target().ask(`/v1/media/${id}`, { key })
    tries.holds('a file name sets no header', !headers.has('set-cookie'))
    tries.holds('a page is no page', headers.get('content-disposition')?.startsWith('attachment') === true)
    tries.holds('and would do nothing', headers.get('content-security-policy') === "default-src 'none'; sandbox")
  })
}
