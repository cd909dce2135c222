import { attack } from './support/attack.ts'
import type { Answer, Target } from './support/target.ts'

const email = 'owner@example.com'
const password = 'a sentence that nobody guesses'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const fields = (of: Record<string, string>) => new URLSearchParams(of).toString()
const cookiesOf = ({ headers }: Answer) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')

/** People's sessions: what another page makes their browser send, what is guessed, what is taken along. */
export function attackSessions(target: () => Target): void {
  const own = () => ({ ...form, origin: target().url })
  const signIn = (as = email, by = password, headers: Record<string, string> = {}) =>
    target().ask('/sign-in', {
      method: 'POST',
      headers: { ...own(), ...headers },
      body: fields({ email: as, password: by }),
    })
  let cookie = ''

  attack('CSRF: a session does nothing that another page asks for', async (tries) => {
    const token = /\/welcome\?token=([\w-]+)/.exec(target().server.stdout())?.[1] ?? ''
    const joined = await target().ask('/welcome', {
      ...{ method: 'POST', headers: own() },
      body: fields({ token, name: 'Owner', email, password }),
    })
    cookie = cookiesOf(joined)
    tries.holds(`the owner is let in: ${joined.status}`, joined.status === 303 && cookie !== '')
    tries.holds('and reads', (await target().ask('/v1/keys', { headers: { cookie } })).status === 200)
    const key = { name: 'made by a page', scopes: ['admin'] }
    for (const from of [
      ...[
        {},
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: '' },
        { referer: 'https://evil.example/' },
      ],
      ...[
        { origin: `${target().url}.evil.example` },
        { origin: target().url.replace('127.0.0.1', 'localhost.evil.example') },
      ],
      ...[{ origin: `http://127.0.0.1:${target().port + 1}` }],
      ...[{ referer: `https://evil.example/${target().url}` }, { 'sec-fetch-site': 'cross-site' }],
    ] as Record<string, string>[]) {
      for (const [method, path, body] of [
        ['POST', '/v1/keys', key],
        ['POST', '/v1/messages', { to: '+4915112345678', content: { type: 'text', text: 'x' } }],
        ['PATCH', `/v1/contacts/${target().own.contact}`, { displayName: 'x' }],
        ['DELETE', `/v1/accounts/${target().own.account}`, undefined],
      ] as const) {
        const answer = await target().ask(path, { method, headers: { cookie, ...from }, ...(body ? { body } : {}) })
        tries.holds(`${method} ${path} from ${JSON.stringify(from)}: ${answer.status}`, answer.status === 403)
      }
      for (const path of ['/sign-in', '/sign-out', '/welcome']) {
        const answer = await target().ask(path, {
          method: 'POST',
          headers: { ...form, cookie, ...from },
          body: fields({ email, password, token: 'x' }),
        })
        tries.holds(`${path} from ${JSON.stringify(from)}: ${answer.status}`, answer.status === 403)
      }
    }
    const made = await target().ask('/v1/keys', {
      method: 'POST',
      headers: { cookie, origin: target().url },
      body: { ...key, name: 'made by the owner' },
    })
    tries.holds(`the owner’s own page may: ${made.status}`, made.status === 201)
    const { rows } = await target().database.pool.query(`select 1 from api_keys where name = 'made by a page'`)
    tries.holds('nothing was made', rows.length === 0)
  })

  attack('sessions: cookies that are forged, changed, fixed beforehand, or over', async (tries) => {
    const answer = await signIn()
    const set = answer.headers.getSetCookie()
    for (const one of set) {
      tries.holds(
        `${one.split('=', 1)[0]} is for the server only`,
        /;\s*HttpOnly/i.test(one) && /;\s*SameSite=(Lax|Strict)/i.test(one),
      )
      tries.holds('and for this host', !/;\s*Domain=/i.test(one))
    }
    const session = cookiesOf(answer)
    const [name = '', value = ''] = session.split('; ')[0]?.split(/=(.*)/s) ?? []
    const raw = decodeURIComponent(value)
    for (const forged of [
      ...[
        '',
        'x',
        `${raw.slice(0, -4)}AAA=`,
        raw.split('.')[0] ?? '',
        `${raw}x`,
        raw.toUpperCase(),
        `.${raw.split('.')[1]}`,
      ],
      ...[raw.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')), `' or '1'='1`, '__proto__'],
    ]) {
      const { status } = await target().ask('/v1/keys', {
        headers: { cookie: `${name}=${encodeURIComponent(forged)}` },
      })
      tries.holds(`${forged.slice(0, 20)}: ${status}`, status === 401)
    }
    const fixed = await signIn(email, password, { cookie: `${name}=fixed.by-somebody` })
    tries.holds(
      'a session of its own for each sign-in',
      cookiesOf(fixed) !== session && !cookiesOf(fixed).includes('fixed'),
    )
    const elsewhere = { cookie: session, 'x-switchboard-workspace': target().other.workspaceId }
    tries.holds(
      'not in another workspace',
      [401, 403].includes((await target().ask('/v1/keys', { headers: elsewhere })).status),
    )
    await target().ask('/sign-out', { method: 'POST', headers: { ...own(), cookie: session } })
    tries.holds('over', (await target().ask('/v1/keys', { headers: { cookie: session } })).status === 401)
  })

  attack(
    'sign-in: it leads nowhere else, repeats nothing as markup, and says of nobody whether they are here',
    async (tries) => {
      for (const to of [
        '//evil.example',
        'https://evil.example',
        '/\\evil.example',
        '\\\\evil.example',
        'javascript:alert(1)',
        '/%0d%0aset-cookie: x',
        '\t//evil.example',
        '///evil.example',
      ]) {
        const answer = await target().ask('/sign-in', {
          method: 'POST',
          headers: own(),
          body: fields({ email, password, to }),
        })
        const location = answer.headers.get('location') ?? ''
        tries.holds(`${to} → ${location}`, URL.parse(location, target().url)?.origin === target().url)
      }
      const script = '"><script>alert(1)</script>'
      const page = await target().ask(`/sign-in?to=${encodeURIComponent(script)}`)
      // The one that asks for a passkey is a file of ours.
      const ours = /<script src="\/sign-in\/[\w.-]+"[^<>]*><\/script>/g
      tries.holds('no markup', !page.text.replace(ours, '').includes('<script'))
      const scripts = /script-src ([^;]*)/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
      tries.holds(`no scripts but our own: ${scripts}`, scripts === "'self'")
      const known = await signIn('somebody@example.com', 'wrong')
      const unknown = await signIn(script, 'wrong')
      tries.holds(
        `the same answer: ${known.status}, ${unknown.status}`,
        known.status === unknown.status && !unknown.text.includes('<script>'),
      )
      tries.holds('a link is used once', await usedOnce(target(), own()))
    },
  )

  attack('sign-in: guessing is slowed down, and keeps nobody else out', async (tries) => {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => signIn('victim@example.com', 'guess').then(({ status }) => status)),
    )
    tries.holds(`${statuses}`, statuses.filter((status) => status === 401).length <= 5)
    const late = await signIn('victim@example.com', 'guess')
    tries.holds('when to come again', late.status === 429 && Number(late.headers.get('retry-after')) > 0)
    const json = { 'content-type': 'application/json', origin: target().url }
    const { status } = await target().ask('/api/auth/sign-in/email', {
      method: 'POST',
      headers: json,
      body: { email: 'victim@example.com', password: 'guess' },
    })
    tries.holds(`the other way in counts with it: ${status}`, status === 429)
    tries.holds('the owner', (await signIn()).status === 303)
    const forwarded = await signIn('victim@example.com', 'guess', { 'x-forwarded-for': '203.0.113.99' })
    tries.holds('a forged address is none', forwarded.status === 429)
  })
}

async function usedOnce(target: Target, headers: Record<string, string>): Promise<boolean> {
  const token = /\/welcome\?token=([\w-]+)/.exec(target.server.stdout())?.[1] ?? ''
  const answer = await target.ask('/welcome', {
    method: 'POST',
    headers,
    body: fields({ token, name: 'x', email: 'thief@example.com', password }),
  })
  return answer.status >= 400
}
