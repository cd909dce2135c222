import { gzipSync } from 'node:zlib'
import { renderLiquid } from '../../packages/server/src/liquid/render-liquid.ts'
import { parseQuery } from '../../packages/server/src/search/parse-query.ts'
import { attack, long } from './support/attack.ts'
import type { Target } from './support/target.ts'

const many = (text: string, count: number) => text.repeat(long ? count : Math.ceil(count / 4))

/** What makes careless parsers slow. Short enough for an address: 14,000 characters. */
const slowTexts: Record<string, string> = {
  'a and spaces': many('a ', 6_000),
  'quotes that do not close': many('"', 6_000),
  'quoted and not': many('"a', 5_000),
  stars: many('*', 6_000),
  'minus signs': many('-', 6_000),
  'aaaa!': `${many('a', 12_000)}!`,
  'digits and dots': many('1.', 5_000),
  'phone-like': many('+1(', 4_000),
  'marks on one letter': `a${many('\u0301', 2_000)}`,
  'right to left': many('\u202e\u2066', 800),
  ideographs: many('東京都', 300),
  'Thai without spaces': many('สวัสดีครับ', 150),
  'emoji joined': many('👨‍👩‍👧‍👦', 60),
  'LIKE wildcards': many('%_', 6_000),
  backslashes: many('\\', 6_000),
  'operators of tsquery': many('a & !b | (c <-> d):*', 600),
  'surrogates alone': many('\ud800', 3_000).toWellFormed(),
  NULs: many('%00', 900),
}

/** Addresses that take a body beside those of the quick form. */
const elsewhere = (contact: string) =>
  [
    ['POST', '/v1/broadcasts'],
    ['PATCH', `/v1/contacts/${contact}`],
    ['PUT', '/v1/settings/sending'],
    ['POST', '/v1/media'],
    ['POST', '/send/text'],
  ] as const

/** Addresses that read text of a caller's, up to it. */
const paths = [
  ...['/v1/search?q=', '/v1/contacts?q=', '/admin/search/messages?q=', '/v1/templates?search='],
  ...['/v1/audit?actor=', '/v1/messages?cursor=', '/v1/stats?timeZone='],
]

/** Pathological text, bombs and pollution. */
export function attackInput(target: () => Target): void {
  /** Processor seconds of the server for these requests together. */
  const cost = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await target().usage()).seconds
    await work()
    return (await target().usage()).seconds - before
  }

  attack('ReDoS and pathological text in search and filters', async (tries) => {
    const key = await target().key()
    for (const [what, text] of Object.entries(slowTexts)) {
      const q = what === 'NULs' ? text : encodeURIComponent(text).slice(0, 14_000).replace(/%.?$/, '')
      const statuses: number[] = []
      const seconds = await cost(async () => {
        for (const path of paths) statuses.push((await target().ask(path + q, { key })).status)
      })
      for (const [at, status] of statuses.entries()) tries.holds(`${paths[at]} ${what}: ${status}`, status < 500)
      tries.holds(`${what}: ${seconds.toFixed(2)} s for ${paths.length}`, seconds < paths.length)
    }
  })

  attack('ReDoS and pathological text in headers', async (tries) => {
    const key = await target().key()
    for (const value of [`Bearer${' '.repeat(10_000)}`, `Bearer ${'x '.repeat(5_000)}`]) {
      const seconds = await cost(() => target().ask('/v1/me', { headers: { authorization: value } }))
      tries.holds(`authorization, ${seconds} s`, seconds < 1)
    }
    for (const [name, value] of [
      ['range', `bytes=${'0-0,'.repeat(3_000)}`],
      ['if-none-match', '"a", '.repeat(2_500)],
      ['accept', 'text/html;q=0.1, '.repeat(800)],
      ['content-type', `multipart/form-data; boundary=${'-'.repeat(10_000)}`],
      ['content-type', `application/json${';a=b'.repeat(3_000)}`],
      ['idempotency-key', 'k'.repeat(10_000)],
      ['x-request-id', ':'.repeat(10_000)],
      ['last-event-id', '9'.repeat(10_000)],
      ['x-forwarded-for', '1.2.3.4, '.repeat(1_500)],
      ['cookie', 'a=b; '.repeat(2_500)],
      ['origin', `http://${'a.'.repeat(5_000)}`],
    ] as const) {
      let status = 0
      const seconds = await cost(async () => {
        status = (await target().ask('/v1/messages', { method: 'POST', key, headers: { [name]: value }, body: '{}' }))
          .status
        await target().ask(`/v1/media/${target().own.message}`, { key, headers: { [name]: value } })
      })
      tries.holds(`${name}: ${status}, ${seconds} s`, status < 500 && seconds < 1)
    }
  })

  attack('ReDoS and pathological text in recipients and texts that are sent', async (tries) => {
    const key = await target().key()
    for (const [what, text] of Object.entries(slowTexts)) {
      for (const body of [
        { to: text, content: { type: 'text', text: 'x' } },
        { to: { conversationId: target().own.conversation }, content: { type: 'text', text } },
      ]) {
        let status = 0
        const seconds = await cost(async () => {
          status = (await target().ask('/v1/messages', { method: 'POST', key, body })).status
        })
        tries.holds(`${what}: ${status}, ${seconds} s`, status < 500 && seconds < 1)
      }
    }
  })

  attack('pathological Liquid ends within its limits, and reads nothing that it was not given', async (tries) => {
    const limit = 5_000
    for (const text of [
      '{% for i in (1..1000000000) %}x{% endfor %}',
      '{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}',
      '{% assign a = "x" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
      `${'{% if true %}'.repeat(1_500)}${'{% endif %}'.repeat(600)}`,
      `{{ ${'a.'.repeat(5_000)}a | default: "x" }}`,
      `{{ "${'a'.repeat(10_000)}!" | replace: "a", "aaaaaaaaaaaaaaaaaaaaaaaaa" }}`,
      `{{ "x"${' | append: "x"'.repeat(1_000)} }}`,
      `{{${' '.repeat(15_000)}`,
      '{% raw %}'.repeat(2_000),
      '{{ "a" | split: "" | join: "b" | slice: 0, 1000000000 }}',
      '{% tablerow i in (1..100000000) %}x{% endtablerow %}',
    ]) {
      const started = process.cpuUsage()
      const result = renderLiquid(text, { firstName: 'Anna' })
      const { user, system } = process.cpuUsage(started)
      const size = 'text' in result ? result.text.length : 0
      tries.holds(`${text.slice(0, 60)}: ${(user + system) / 1e6} s`, user + system < limit * 1_000 && size < 1_000_000)
    }
    for (const text of [
      '{{ constructor }}',
      '{{ __proto__ }}',
      '{{ firstName.constructor }}',
      '{{ firstName.__proto__.polluted }}',
      '{% include "/etc/passwd" %}',
      '{% render "../../.env" %}',
      '{{ process.env }}',
      '{{ globalThis }}',
      '{% layout "x" %}',
    ]) {
      const result = renderLiquid(text, { firstName: 'Anna' })
      tries.holds(text, 'problem' in result || result.text === '')
    }
  })

  attack('queries of any text are read in linear time', async (tries) => {
    for (const [what, text] of Object.entries(slowTexts)) {
      const long_ = text.repeat(20)
      const started = process.cpuUsage()
      parseQuery(long_)
      const { user, system } = process.cpuUsage(started)
      tries.holds(`${what}: ${(user + system) / 1e6} s`, user + system < 3_000_000)
    }
    await Promise.resolve()
  })

  attack('JSON bombs: deep, wide, long, doubled, at every address that takes a body', async (tries) => {
    const key = await target().key()
    const deep = long ? 100_000 : 20_000
    const bombs: Record<string, string> = {
      'deep arrays': '['.repeat(deep) + ']'.repeat(deep),
      'deep objects': `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
      'deep within': `{"to":"+4915112345678","content":${'{"content":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      'many members': `{${Array.from({ length: long ? 60_000 : 10_000 }, (_, at) => `"k${at}":1`).join(',')}}`,
      'one long name': `{"${'k'.repeat(900_000)}":1}`,
      'a number of a million digits': `{"to":${'9'.repeat(900_000)}}`,
      'a million spaces': `{${' '.repeat(1_000_000)}}`,
      'names twice': `{"to":"a","to":{"contactId":"b"},"to":[]}`,
    }
    const before = await target().usage()
    for (const [what, body] of Object.entries(bombs)) {
      for (const [method, path] of [
        ['POST', '/v1/messages'],
        ['POST', '/mcp'],
        ['PUT', '/api/settings/whatsapp-providers'],
        ...(long ? elsewhere(target().own.contact) : []),
      ] as const) {
        const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
        const { status } = await target().ask(path, { method, key, headers, body })
        tries.holds(`${method} ${path} ${what}: ${status}`, status >= 400 && status < 500)
      }
    }
    const after = await target().usage()
    tries.holds(
      `memory ${after.residentBytes - before.residentBytes}`,
      after.residentBytes - before.residentBytes < 200_000_000,
    )
    tries.holds('and it lives', (await target().ask('/health/ready')).status === 200)
  })

  attack('gzip bombs are not unpacked, anywhere', async (tries) => {
    const key = await target().key()
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(long ? 200_000_000 : 20_000_000)))
    const before = await target().usage()
    for (const path of [
      '/v1/messages',
      '/v1/media',
      '/mcp',
      '/webhooks/whatsapp',
      '/webhooks/twilio',
      '/v1/broadcasts',
      '/send/text',
    ]) {
      for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
        const headers = { 'content-type': 'application/json', 'content-encoding': encoding }
        const { status } = await target().ask(path, { method: 'POST', key, headers, body: bomb })
        tries.holds(`${path} ${encoding}: ${status}`, status >= 400 && status < 500)
      }
    }
    const after = await target().usage()
    tries.holds('memory', after.residentBytes - before.residentBytes < 150_000_000)
    tries.holds('processor', after.seconds - before.seconds < 5)
  })

  attack('prototype pollution and names that objects have anyway', async (tries) => {
    const key = await target().key()
    const bodies = [
      '{"__proto__":{"polluted":"yes"}}',
      '{"constructor":{"prototype":{"polluted":"yes"}}}',
      '{"to":"+4915112345678","content":{"type":"text","text":"x","__proto__":{"polluted":"yes"}}}',
      '{"to":{"__proto__":{"contactId":"x"}},"content":{"type":"__proto__"}}',
      '{"to":"+4915112345678","content":{"type":"constructor"}}',
      '{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{"__proto__":{"polluted":"yes"}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{"polluted":"yes"}}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"constructor","arguments":{}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hasOwnProperty","arguments":{"constructor":{"prototype":{"polluted":1}}}}}',
    ]
    for (const body of bodies) {
      for (const [method, path] of [
        ['POST', '/v1/messages'],
        ['PATCH', `/v1/contacts/${target().own.contact}`],
        ['PUT', '/v1/settings/sending'],
        ['POST', '/v1/keys'],
        ['POST', '/mcp'],
      ] as const) {
        const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
        const answer = await target().ask(path, { method, key, headers, body })
        tries.holds(`${method} ${path} ${body}: ${answer.status}`, answer.status < 500)
      }
    }
    for (const query of [
      '__proto__[polluted]=yes',
      'constructor[prototype][polluted]=yes',
      '__proto__=1',
      'constructor=1',
      'toString=1',
      'hasOwnProperty=1',
      'limit=1&__proto__.limit=2',
    ]) {
      for (const path of ['/v1/messages', '/v1/search', '/admin/conversations', '/webhooks/whatsapp', '/v1/costs']) {
        const answer = await target().ask(`${path}?${query}`, { key })
        tries.holds(`${path}?${query}: ${answer.status}`, answer.status < 500)
      }
    }
    for (const path of ['/v1/me', '/v1/keys', '/v1/messages', '/nothing', '/openapi.json'])
      tries.holds(path, !(await target().ask(path, { key })).text.includes('polluted'))
  })

  attack('SQL in any value is a value', async (tries) => {
    const key = await target().key()
    const texts = [
      `' or '1'='1`,
      `'; drop table messages; --`,
      `1); delete from audit; --`,
      `\\'; select pg_sleep(5); --`,
      `$1`,
      `{}'::jsonb`,
      `%' union select sha256 from api_keys --`,
    ]
    for (const text of texts) {
      const q = encodeURIComponent(text)
      for (const path of [
        '/v1/search?q=',
        '/v1/contacts?q=',
        '/v1/messages?type=',
        '/v1/audit?actor=',
        '/v1/stats?timeZone=',
        '/v1/costs?groupBy=',
        '/v1/events?types=',
        '/v1/messages/',
        '/admin/conversations/',
        '/v1/inbox?reason=',
      ]) {
        const answer = await target().ask(path + q, { key, headers: { accept: 'application/json' } })
        tries.holds(`${path}${text}: ${answer.status}`, answer.status < 500 && !answer.text.includes('syntax error'))
      }
    }
    const { rows } = await target().database.pool.query(`select count(*)::int as n from messages`)
    tries.holds('the messages are there', rows[0].n > 0)
  })
}
