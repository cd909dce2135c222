import { attack } from './support/attack.ts'
import { statusesIn, type Target } from './support/target.ts'

const climbs = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '%252e%252e%252f',
  '..\\',
  '..%5c',
  '%c0%ae%c0%ae/',
  '..%c0%af',
  '....//',
  '..;/',
  '.%00./',
  '%uff0e%uff0e/',
  '..%u2215',
  '/',
]
const files = ['etc/passwd', 'package.json', '.env', 'proc/self/environ']

/** Nothing that a path says leads to a file of the server. */
export function attackPaths(target: () => Target): void {
  const leaks = /root:.*:0:|"name":\s*"switchboard"|SWITCHBOARD_|WHATSAPP_|sb_live_/

  attack(
    'path traversal: documents, files, older addresses',
    async (tries) => {
      const key = await target().key()
      for (const base of [
        '/',
        '/docs/',
        '/docs/static/',
        '/v1/media/',
        '/admin/documents/',
        '/v1/contacts/',
        '/webhooks/',
        '/.well-known/',
        '/api/auth/',
      ]) {
        for (const climb of climbs) {
          for (const file of files) {
            const path = base + climb.repeat(8) + file
            // As it stands: fetch would tidy it.
            const answer = await target().raw(
              `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\nconnection: close\r\n\r\n`,
            )
            const status = statusesIn(answer)[0] ?? 0
            tries.holds(
              `${path}: ${status}`,
              status !== 200 && status < 500 && !leaks.test(answer.split('\r\n\r\n')[1] ?? ''),
            )
          }
        }
      }
    },
    120_000,
  )

  attack('path traversal: names of files that are uploaded, and ids of files that are asked for', async (tries) => {
    const key = await target().key()
    for (const name of [
      '../../../../tmp/evil',
      '/etc/passwd',
      'C:\\windows\\system.ini',
      'a\0.png',
      '..',
      '.',
      'con',
      `${'x'.repeat(5_000)}.png`,
      'a/../../b',
    ]) {
      const body = new FormData()
      body.set('file', new Blob(['hello']), name)
      const made = await target().ask('/v1/media', { method: 'POST', key, body })
      const { filename = '' } = JSON.parse(made.text) as { filename?: string | null }
      tries.holds(
        `${name.slice(0, 40)}: ${made.status} ${filename}`,
        made.status < 500 && !/[\\/\0]/.test(filename ?? ''),
      )
    }
    for (const id of [
      '..',
      '..%2f..%2fserver.json',
      '%2fetc%2fpasswd',
      'first-key',
      '00000000-0000-0000-0000-000000000000%2f..%2f..',
    ]) {
      const { status } = await target().ask(`/v1/media/${id}`, { key })
      tries.holds(`${id}: ${status}`, status === 400 || status === 404)
      const shared = await target().ask(`/v1/media/${id}/public?expires=9999999999&signature=x`)
      tries.holds(`${id} in public: ${shared.status}`, shared.status >= 400 && shared.status < 500)
    }
  })

  attack('path traversal: a signed link is for its file, and for its time', async (tries) => {
    const id = target().own.message
    for (const query of [
      '',
      'expires=9999999999',
      'expires=9999999999&signature=',
      `expires=9999999999&signature=${'A'.repeat(43)}`,
      'expires=0&signature=x',
      'expires=1e99&signature=x',
      'expires=-1&signature=x',
      'expires[]=1&signature[]=2',
      'signature=x&signature=y&expires=1',
    ]) {
      const { status } = await target().ask(`/v1/media/${id}/public?${query}`)
      tries.holds(`${query}: ${status}`, status === 400 || status === 403)
    }
    await Promise.resolve()
  })
}
