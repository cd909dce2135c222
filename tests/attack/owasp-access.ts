import { BootError } from '../../packages/server/src/config/boot-error.ts'
import { loadSettings } from '../../packages/server/src/config/load.ts'
import { securityHeaders } from '../../packages/server/src/interfaces/edge/security-headers.ts'
import { switchboard, temporaryDirectory } from '../support/switchboard.ts'
import { routesOf } from './owasp-objects.ts'
import { attack, long } from './support/attack.ts'
import { adminKey, appSecret, statusesIn, type Target } from './support/target.ts'

/** API2, API4, API6, API8, API9 of https://owasp.org/API-Security/editions/2023/en/0x11-t10/ */
export function attackAccess(target: () => Target): void {
  attack('API2 authentication: what is no key, or was one, opens nothing', async (tries) => {
    const { database, own } = target()
    const good = await target().key()
    const revoked = await target().key()
    const expired = await target().key()
    await database.pool.query(`update api_keys set revoked_at = now() where prefix = $1`, [revoked.slice(0, 14)])
    await database.pool.query(`update api_keys set expires_at = now() - interval '1 second' where prefix = $1`, [
      expired.slice(0, 14),
    ])
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const claims = Buffer.from(JSON.stringify({ sub: own.workspaceId, scope: 'admin', exp: 9e9 })).toString('base64url')
    const credentials: Record<string, string>[] = [
      {},
      ...[
        '',
        'Bearer',
        'Bearer ',
        'Bearer null',
        'Bearer undefined',
        `Basic ${Buffer.from(`admin:${adminKey}`).toString('base64')}`,
      ],
      ...[`Bearer ${good.slice(0, -1)}`, `Bearer ${good}x`, `Bearer ${good.toUpperCase()}`, `Bearer x${good}`, good],
      ...[`Bearer ${revoked}`, `Bearer ${expired}`, `Bearer ${none}.${claims}.`, `Bearer sb_live_' or '1'='1`],
      ...[
        `Bearer sb_live_${'x'.repeat(8_000)}`,
        `Bearer ${adminKey} `.trim().replace('owner', 'Owner'),
        `Digest ${good}`,
      ],
    ].map((authorization) => (typeof authorization === 'string' ? { authorization } : authorization))
    credentials.push(
      ...[
        { 'x-api-key': '' },
        { 'x-api-key': `${good} x` },
        { 'x-admin-api-key': '' },
        { 'x-admin-api-key': 'admin123' },
      ],
      ...[{ cookie: `better-auth.session_token=${good}` }, { cookie: `session=${good}; authorization=Bearer ${good}` }],
    )
    for (const headers of credentials) {
      for (const path of ['/v1/messages', '/v1/keys', '/admin/conversations', '/mcp', '/v1/events']) {
        const answer = await target().ask(path, { headers, ...(path === '/mcp' ? { method: 'POST', body: {} } : {}) })
        tries.holds(`${path} with ${JSON.stringify(headers).slice(0, 80)}: ${answer.status}`, answer.status === 401)
      }
    }
  })

  attack('API2 authentication: a key in the address is no credential, and stays out of logs', async (tries) => {
    const key = await target().key()
    for (const name of ['key', 'api_key', 'apiKey', 'access_token', 'token', 'authorization', 'X-Api-Key']) {
      const answer = await target().ask(`/admin/conversations?${name}=${key}`)
      tries.holds(name, answer.status === 401)
    }
    tries.holds('log', !`${target().server.stderr()}${target().server.stdout()}`.includes(key))
  })

  attack('API4 consumption: what asks for too much is refused, or given a little', async (tries) => {
    const key = await target().key()
    const before = await target().usage()
    for (const path of [
      ...['limit=1000000000', 'limit=-1', 'limit=NaN', 'limit=1e9', 'limit[]=1', 'limit=1&limit=2'].map(
        (q) => `/v1/messages?${q}`,
      ),
      `/v1/messages?${'type=text&'.repeat(5_000).slice(0, 14_000)}`,
      `/v1/search?q=${'a '.repeat(6_000)}`,
      `/v1/events?limit=1000000&after=0`,
      '/admin/conversations?limit=999999999&offset=999999999999',
    ]) {
      const answer = await target().ask(path, { key, headers: { accept: 'application/json' } })
      tries.holds(`${path.slice(0, 60)}: ${answer.status}`, answer.status < 500 && answer.text.length < 1_000_000)
    }
    for (const [type, body] of [
      ['application/json', `{"to":"${'1'.repeat(1_200_000)}"}`],
      ['application/json', `{"to":"+4915112345678","content":{"type":"text","text":"${'x'.repeat(900_000)}"}}`],
      ['application/x-www-form-urlencoded', 'a=b&'.repeat(100_000)],
      ['text/csv', 'x'],
    ] as const) {
      const answer = await target().ask('/v1/messages', {
        method: 'POST',
        key,
        body,
        headers: { 'content-type': type },
      })
      tries.holds(`${type} of ${body.length}: ${answer.status}`, answer.status >= 400 && answer.status < 500)
    }
    const after = await target().usage()
    tries.holds('memory', after.residentBytes - before.residentBytes < 200_000_000)
  })

  attack(
    'API6 business flows: who may only read or propose sends nothing, and approves nothing of its own',
    async (tries) => {
      const reader = await target().key('messages:read', 'conversations:read', 'contacts:read')
      const proposer = await target().key('messages:send', 'messages:read')
      await target().database.pool.query(`update api_keys set send_policy = 'approve' where prefix = $1`, [
        proposer.slice(0, 14),
      ])
      const { conversation } = target().own
      const body = { to: { conversationId: conversation }, content: { type: 'text', text: 'buy now' } }
      for (const path of [
        '/v1/messages',
        '/send/text',
        '/send/media',
        '/send/template',
        '/v1/broadcasts',
        '/v1/templates/sync',
      ]) {
        const answer = await target().ask(path, { method: 'POST', key: reader, body })
        tries.holds(`${path}: ${answer.status}`, answer.status === 403)
      }
      const held = await target().ask('/v1/messages', { method: 'POST', key: proposer, body })
      const { approvalId } = JSON.parse(held.text) as { approvalId?: string | null }
      const states = await target().database.pool.query(`select state from outbox`)
      tries.holds(
        'nothing was queued',
        states.rows.every(({ state }) => state === 'held' || state === 'cancelled'),
      )
      for (const key of [reader, proposer]) {
        const answer = await target().ask(`/v1/approvals/${approvalId ?? target().own.message}/approve`, {
          method: 'POST',
          key,
        })
        tries.holds(`approve: ${answer.status}`, answer.status === 403)
      }
    },
  )

  attack('API8 configuration: every answer is careful with browsers, and none shows how it is made', async (tries) => {
    for (const path of [
      '/',
      '/docs/',
      '/docs/json',
      '/openapi.json',
      '/nothing',
      '/v1/messages',
      '/health/live',
      '/v1/media/x/public',
      '/%zz',
    ]) {
      const { headers, text } = await target().ask(path)
      for (const [name, value] of Object.entries(securityHeaders)) {
        const own = name === 'content-security-policy' || name === 'cache-control'
        tries.holds(`${path} ${name}`, own ? headers.has(name) : headers.get(name) === value)
      }
      tries.holds(
        `${path} tells nothing`,
        !headers.has('server') && !headers.has('x-powered-by') && !/\n\s+at |node_modules/.test(text),
      )
      tries.holds(`${path} no CORS`, !headers.has('access-control-allow-origin'))
    }
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      }
      for (const path of ['/v1/messages', '/mcp']) {
        const answer = await target().ask(path, { method: 'OPTIONS', headers })
        tries.holds(`${path} from ${origin}`, !answer.headers.has('access-control-allow-origin'))
      }
    }
  })

  attack(
    'API8 configuration: a name that a page points at this machine is not answered (DNS rebinding)',
    async (tries) => {
      const key = await target().key()
      for (const host of [
        'evil.example',
        `evil.example:${target().port}`,
        '127.0.0.1.evil.example',
        'localhost.evil.example',
      ]) {
        for (const path of ['/v1/messages', '/health/live', '/metrics', '/openapi.json', '/mcp']) {
          const answer = await target().raw(
            `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\nconnection: close\r\n\r\n`,
          )
          tries.holds(`${path} as ${host}`, [403, 421].includes(statusesIn(answer)[0] ?? 0))
        }
      }
    },
  )

  attack(
    'API8 configuration: nothing listens beyond this machine with secrets that everybody knows',
    async (tries) => {
      using data = temporaryDirectory()
      const environment = { HOST: '0.0.0.0', PORT: '0', DATABASE_URL: target().database.connectionString }
      for (const [what, more] of [
        ['all defaults', {}],
        ['admin123', { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: 'x', ADMIN_API_KEY: 'admin123' }],
        ['no app secret', { WHATSAPP_VERIFY_TOKEN: 'x' }],
        [
          'unsigned webhooks',
          { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: 'x', VERIFY_WEBHOOK_SIGNATURE: 'false' },
        ],
      ] as const) {
        const set = { SWITCHBOARD_DATA_DIR: data.path, ...environment, ...more }
        tries.holds(what, !canLoad(set))
        // The whole way, as whoever starts it.
        if (long) tries.holds(`${what}, started`, (await switchboard(data.path, ['serve'], set)).code === 1)
      }
    },
    60_000,
  )

  attack('API9 inventory: what is not described is not there, and what is open is known', async (tries) => {
    const open = (await routesOf(target()))
      .filter(({ guarded }) => !guarded)
      .map(({ method, path }) => `${method} ${path}`)
    const known =
      /^(GET|POST) \/(health\/|webhooks\/(whatsapp|twilio)$|v1\/media\/\{id\}\/public$|api\/auth\/|oauth|\.well-known)/
    for (const route of open) tries.holds(`${route} is open`, known.test(route))
    for (const path of [
      ...[
        '/v0/messages',
        '/v2/messages',
        '/api/v1/messages',
        '/debug',
        '/debug/pprof',
        '/console',
        '/actuator/env',
        '/graphql',
      ],
      ...[
        '/.env',
        '/.git/config',
        '/.git/HEAD',
        '/package.json',
        '/server.json',
        '/backup.zip',
        '/wp-login.php',
        '/swagger.json',
      ],
      ...['/metrics/../.env', '/simulator', '/admin', '/admin/', '/internal', '/test', '/phpinfo.php', '/id_rsa'],
    ]) {
      const answer = await target().ask(path)
      tries.holds(`${path}: ${answer.status}`, answer.status === 404 || answer.status === 401)
    }
  })

  attack('API9 inventory: metrics are for this machine, and not for what a tunnel brings', async (tries) => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'cf-connecting-ip', 'x-forwarded-host']) {
      const answer = await target().ask('/metrics', { headers: { [header]: '127.0.0.1' } })
      tries.holds(header, answer.status === 401)
    }
  })
}

function canLoad(environment: Record<string, string>): boolean {
  try {
    loadSettings({ environment })
    return true
  } catch (error) {
    if (error instanceof BootError) return false
    throw error
  }
}

/** Whether the server believes what a request says of where it comes from. */
export function attackAddresses(target: () => Target): void {
  attack('a forged X-Forwarded-For is not who asks, in the audit', async (tries) => {
    const key = await target().key()
    for (const [name, value] of [
      ['x-forwarded-for', '203.0.113.77'],
      ['x-forwarded-for', '127.0.0.1, 203.0.113.77'],
      ['forwarded', 'for=203.0.113.77'],
      ['x-real-ip', '203.0.113.77'],
      ['true-client-ip', '203.0.113.77'],
    ] as const) {
      await target().ask('/v1/me', { key, headers: { [name]: value } })
      await target().ask('/v1/contacts', { key, headers: { [name]: value, 'x-forwarded-proto': 'https' } })
    }
    const audit = await target().ask('/v1/audit?limit=50', { key })
    tries.holds('audit', audit.status === 200 && !audit.text.includes('203.0.113.77'))
    tries.holds(
      'HSTS',
      !(await target().ask('/v1/me', { headers: { 'x-forwarded-proto': 'https' } })).headers.has(
        'strict-transport-security',
      ),
    )
  })

  attack('a request without a host, with two, or with one that is none, is refused', async (tries) => {
    for (const lines of [
      '',
      'host: localhost\r\nhost: evil.example\r\n',
      'host: \r\n',
      'host: a b\r\n',
      'host: user@localhost\r\n',
      'host: localhost/x\r\n',
    ]) {
      const answer = await target().raw(`GET /v1/me HTTP/1.1\r\n${lines}connection: close\r\n\r\n`)
      tries.holds(JSON.stringify(lines), [400, 421].includes(statusesIn(answer)[0] ?? 0))
    }
  })
}
