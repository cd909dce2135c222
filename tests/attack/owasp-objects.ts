import type { Scope } from '@switchboard/contract'
import { attack, long } from './support/attack.ts'
import { adminKey, otherSecret, type Target } from './support/target.ts'

interface Operation {
  readonly description?: string
  readonly security?: readonly object[]
}
interface Route {
  readonly method: string
  readonly path: string
  readonly scope: string | undefined
  readonly guarded: boolean
}

/** As the server describes itself. */
export async function routesOf(target: Target): Promise<Route[]> {
  const { paths } = JSON.parse((await target.ask('/openapi.json')).text) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { description = '', security = [] }]) => ({
      ...{ method: method.toUpperCase(), path, guarded: security.length > 0 },
      scope: /Scope: `([\w:]+)`/.exec(description)?.[1],
    })),
  )
}

/** Everything that the other workspace has an id for, made by its own owner. */
async function idsOfTheOther(target: Target): Promise<string[]> {
  const key = await target.otherKey()
  const ids: string[] = [target.other.account, target.other.contact, target.other.conversation, target.other.message]
  const form = new FormData()
  form.set('file', new Blob([otherSecret], { type: 'text/plain' }), 'secret.txt')
  const made = [
    await target.ask('/v1/media', { method: 'POST', key, body: form }),
    await target.ask('/v1/keys', { method: 'POST', key, body: { name: otherSecret, scopes: ['messages:read'] } }),
    await target.ask('/v1/broadcasts', {
      ...{ method: 'POST', key },
      body: { name: otherSecret, content: { type: 'text', text: otherSecret }, accountId: target.other.account },
    }),
  ]
  for (const { text } of made) {
    const { id } = JSON.parse(text) as { id?: string }
    if (id !== undefined) ids.push(id)
  }
  return ids
}

/** API1, API3, API5 of https://owasp.org/API-Security/editions/2023/en/0x11-t10/ */
export function attackObjects(target: () => Target): void {
  attack('API1 object level: ids of another workspace, at every address that takes one', async (tries) => {
    const key = await target().key()
    const all = await idsOfTheOther(target())
    const ids = long ? all : all.slice(-4)
    const routes = (await routesOf(target())).filter(({ path, guarded }) => guarded && path.includes('{'))
    for (const { method, path } of routes) {
      for (const id of ids) {
        const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
        const answer = await target().ask(path.replaceAll(/\{\w+\}/g, id), { method, key, ...body })
        // An older system's address answers with an empty list what it does not know.
        const nothing = answer.status >= 400 || answer.text === '{"messages":[]}'
        if (!nothing) console.log(answer.text)
        tries.holds(
          `${method} ${path}: ${answer.status} ${answer.text.slice(0, 99)}`,
          nothing && !answer.text.includes(otherSecret),
        )
      }
    }
  })

  attack('API1 object level: filters, cursors and recipients of another workspace', async (tries) => {
    const key = await target().key()
    const { account, contact, conversation, message } = target().other
    const foreign = Buffer.from(JSON.stringify([Date.now(), message])).toString('base64url')
    for (const path of [
      ...['messages', 'search', 'calls', 'conversations'].flatMap((list) => [
        `/v1/${list}?accountId=${account}&q=sesame`,
        `/v1/${list}?contactId=${contact}&q=sesame`,
        `/v1/${list}?conversationId=${conversation}&q=sesame`,
        `/v1/${list}?cursor=${foreign}&q=sesame`,
      ]),
      ...['/v1/search?q=sesame', '/v1/contacts?q=sesame', '/admin/search/messages?q=sesame', '/v1/stats'],
      ...['/v1/events?after=0', '/v1/audit', '/v1/audit/export', '/v1/keys', '/v1/accounts', '/admin/conversations'],
      `/admin/conversations/${conversation}/messages`,
    ]) {
      const answer = await target().ask(path, { key, headers: { accept: 'application/json' } })
      // The audit names what our own requests asked for.
      const told = path.startsWith('/v1/audit') ? [otherSecret] : [otherSecret, message]
      tries.holds(path, answer.status < 500 && told.every((mark) => !answer.text.includes(mark)))
    }
    for (const to of [{ contactId: contact }, { conversationId: conversation }]) {
      const body = { to, content: { type: 'text', text: 'hello' }, accountId: account }
      const answer = await target().ask('/v1/messages', { method: 'POST', key, body })
      tries.holds(`to ${JSON.stringify(to)}`, answer.status >= 400)
    }
  })

  attack(
    'API3 properties: what may not be written is refused or ignored, at every address that writes',
    async (tries) => {
      const key = await target().key()
      const poison = {
        ...{ workspaceId: target().other.workspaceId, workspace_id: target().other.workspaceId, role: 'owner' },
        ...{ id: target().other.contact, scopes: ['admin'], isAdmin: true, createdAt: '2001-01-01T00:00:00Z' },
      }
      const { contact, conversation } = target().own
      for (const [method, path, body] of [
        ['PATCH', `/v1/contacts/${contact}`, { ...poison, displayName: 'x' }],
        ['PATCH', `/v1/conversations/${conversation}`, { ...poison }],
        ['PUT', '/v1/settings/sending', { ...poison }],
        ['POST', '/v1/messages', { ...poison, to: '+4915112345678', content: { type: 'text', text: 'x' } }],
      ] as const) {
        const answer = await target().ask(path, { method, key, body })
        const rows = await target().database.pool.query(
          `select 1 from contacts where id = $1 and workspace_id = $2
         union all select 1 from conversations where id = $3 and workspace_id = $2`,
          [contact, target().other.workspaceId, conversation],
        )
        tries.holds(`${method} ${path}: ${answer.status}`, answer.status < 500 && rows.rows.length === 0)
      }
      // A key cannot be given more than its maker has, by whatever name.
      const manager = await target().key('keys:manage', 'messages:read')
      for (const body of [
        { name: 'more', scopes: ['admin'] },
        { name: 'more', scopes: ['messages:read', 'messages:send'] },
        { name: 'more', scopes: ['messages:read'], workspaceId: target().other.workspaceId },
      ]) {
        const answer = await target().ask('/v1/keys', { method: 'POST', key: manager, body })
        const { scopes = [] } = JSON.parse(answer.text) as { scopes?: string[] }
        const elsewhere = await target().database.pool.query(
          `select 1 from api_keys where name = 'more' and workspace_id = $1`,
          [target().other.workspaceId],
        )
        const more = scopes.some((scope) => !['messages:read', 'keys:manage'].includes(scope))
        tries.holds(JSON.stringify(body), !more && elsewhere.rows.length === 0)
      }
    },
  )

  attack('API3 properties: no answer gives a secret away', async (tries) => {
    const key = await target().key()
    for (const path of [
      '/v1/keys',
      '/v1/accounts',
      '/v1/me',
      '/v1/webhook-endpoints',
      '/v1/audit',
      '/metrics',
      '/docs',
    ]) {
      const { text } = await target().ask(path, { key })
      const marks = [adminKey, 'sha256":', 'accessToken":"', key, 'password', 'whsec_']
      tries.holds(
        path,
        marks.every((mark) => !text.includes(mark)),
      )
    }
  })

  attack('API5 functions: a key with one scope, at every address that asks for another', async (tries) => {
    for (const scope of ['messages:read', 'calls:read', 'contacts:manage'] satisfies Scope[]) {
      const key = await target().key(scope)
      for (const { method, path, scope: asked, guarded } of await routesOf(target())) {
        if (!guarded || asked === undefined || asked === scope) continue
        const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
        const answer = await target().ask(path.replaceAll(/\{\w+\}/g, target().own.message), { method, key, ...body })
        tries.holds(`${scope} at ${method} ${path}: ${answer.status}`, answer.status === 403)
      }
    }
  })

  attack('API5 functions: another method, a header or a parameter does not change the method', async (tries) => {
    const key = await target().key('contacts:read')
    const path = `/v1/contacts/${target().own.contact}`
    for (const headers of [
      { 'x-http-method-override': 'PATCH' },
      { 'x-method-override': 'DELETE' },
      { 'x-original-url': '/v1/keys' },
      { 'x-rewrite-url': '/v1/keys' },
    ]) {
      const answer = await target().ask(path, { key, headers })
      tries.holds(JSON.stringify(headers), answer.status === 200 && answer.text.includes(target().own.contact))
    }
    for (const method of ['TRACE', 'PROPFIND', 'CONNECT', 'DEBUG', 'get', 'TRACK']) {
      const answer = await target().raw(
        `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n\r\n`,
      )
      tries.holds(method, /^HTTP\/1.1 4|^$/.test(answer))
    }
    const answer = await target().ask(`${path}?_method=PATCH`, { method: 'POST', key })
    tries.holds('_method', answer.status === 405)
  })
}
