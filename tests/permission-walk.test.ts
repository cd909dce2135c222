import { eventTypes, scopes } from '@switchboard/contract'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  eventPermissions,
  jobPermissions,
  type Permission,
  promptPermissions,
  resourcePermissions,
  routePermissions,
  toolPermissions,
} from '../packages/server/src/access/permission-table.ts'
import { isOpen, scopesOf } from '../packages/server/src/access/permissions.ts'
import { createApp } from '../packages/server/src/interfaces/app.ts'
import { definePrompt } from '../packages/server/src/interfaces/mcp/prompts/prompt.ts'
import { defineResource } from '../packages/server/src/interfaces/mcp/resources/resource.ts'
import { readTool } from '../packages/server/src/interfaces/mcp/tools/tool.ts'
import { scheduledJobs } from '../packages/server/src/jobs/scheduled-jobs.ts'
import { callMcp, toolArguments } from './support/walk/call-mcp.ts'
import { hearEvents, readEventPage, tellEvents } from './support/walk/hear-events.ts'
import { routeBodies } from './support/walk/route-bodies.ts'
import { marker, type Seeded, secretWord, seedObjects } from './support/walk/seed-objects.ts'
import { inParallel, startWalkedServer, type WalkedServer, type Walker } from './support/walk/walked-server.ts'

const nobodys = '0190b0a0-0000-7000-8000-00000000000f'

let server: WalkedServer
let seeded: Seeded
beforeAll(async () => {
  server = await startWalkedServer()
  seeded = await seedObjects(server)
})
afterAll(() => server[Symbol.asyncDispose]())

interface Line {
  readonly name: string
  readonly method: 'GET'
  readonly url: string
  readonly permission: Permission
}
const lines: readonly Line[] = Object.entries(routePermissions).map(([name, permission]) => {
  const [method = '', url = ''] = name.split(' ')
  return { name, method: method as 'GET', url, permission } // inject knows the methods that were registered
})

/** From another machine, so that `thisMachine` is not what lets it in. A page of events, for a stream would not end. */
const elsewhere = { 'x-forwarded-for': '192.0.2.7', accept: 'application/json' }

async function ask({ name, method, url }: Line, headers: object, id = nobodys, payload = routeBodies[name]?.(id)) {
  const seq = id === nobodys ? '999999999' : id
  const address = url
    .replace(/:seq\b/, seq)
    .replaceAll(/:\w+/g, id)
    .replace('*', 'swagger-ui.css')
  return server.app.inject({
    method,
    url: address,
    headers: { ...elsewhere, ...headers },
    ...(payload ? { payload } : {}),
  })
}

function holds({ scopes: held }: Walker, needed: Iterable<string>): boolean {
  return held.has('admin') || [...needed].every((scope) => [...held].some((own) => own === scope))
}

test('the table names what is there and nothing else', () => {
  const gone = lines.filter(({ method, url }) => !server.app.hasRoute({ method, url })).map(({ name }) => name)
  expect(gone).toEqual([])
  expect(Object.keys(eventPermissions).sort()).toEqual([...eventTypes].sort())
})

test('every route answers each role, each scope alone and nobody as the table says', async () => {
  const wrong: string[] = []
  let asked = 0
  const judge = async (line: Line, who: string, headers: object, expected: 'in' | 401 | 403) => {
    const { statusCode } = await ask(line, headers)
    asked += 1
    const is = statusCode === 401 || statusCode === 403 ? statusCode : 'in'
    if (is !== expected) wrong.push(`${line.name} as ${who}: ${statusCode}, not ${expected}`)
  }
  const gets = lines.filter(({ method, url }) => method === 'GET' && server.app.hasRoute({ method: 'HEAD', url }))
  const heads = gets.map((line) => ({ ...line, name: `HEAD ${line.url}`, method: 'HEAD' as 'GET' }))
  const closed = [...lines, ...heads].filter(({ permission }) => !isOpen(permission))
  // HEAD runs what GET runs: the roles are enough.
  const walkersFor = ({ name }: Line) =>
    server.walkers.filter((walker) => !name.startsWith('HEAD') || !walker.name.startsWith('only '))
  const walks = closed.flatMap((line) => [
    () => judge(line, 'nobody', {}, 401),
    ...walkersFor(line).map(
      (walker) => () => judge(line, walker.name, walker.headers, holds(walker, scopesOf(line.permission)) ? 'in' : 403),
    ),
  ])
  await inParallel(walks, (walk) => walk())
  expect(wrong).toEqual([])
  console.log(
    `${closed.length} routes (HEAD for itself, as each role) × ${server.walkers.length} walkers and nobody: ${asked} asked`,
  )
})

/** Of the open ones: those that give anybody an answer. The others ask for a signature, a token or a key in words of their own. */
const answersAnybody = /^\/($|app|docs|openapi|health)/
/** Of nobody's session and client there is nothing to tell, which is an answer too. */
const answersOfSessions = /^\/(sign-in|sign-out|welcome|api\/auth|oauth|consent|\.well-known)/

test('an open route gives nobody anything but what the server can do and whether it runs', async () => {
  const open = lines.filter(({ permission }) => isOpen(permission))
  const wrong: string[] = []
  for (const line of open) {
    const { statusCode, body } = await ask(line, {})
    const isIn = statusCode < 400
    const isDue = answersOfSessions.test(line.url) || isIn === answersAnybody.test(line.url)
    if (!isDue || body.includes(marker)) wrong.push(`${line.name}: ${statusCode} ${body.slice(0, 200)}`)
  }
  expect(wrong).toEqual([])
  console.log(`${open.length} open routes asked by nobody`)
})

test('nobody lets in, changes or lets back in somebody who may more than they, or who is in another workspace too', async () => {
  const by = (name: string) => server.walkers.find((walker) => walker.name === name)?.headers ?? {}
  const idOf = async (headers: Readonly<Record<string, string>>) =>
    (await server.app.inject({ url: '/v1/me', headers })).json<{ id: string }>().id
  const [owner, viewer] = [await idOf(server.owner.headers), seeded.members]
  const elsewhere = await idOf(server.stranger.headers)
  await server.database.pool.query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [
    ...[server.context.workspaceId, elsewhere, 'viewer'],
  ])
  const tries = [
    ['only members:manage', 'POST', '/v1/invitations', { role: 'viewer' }],
    ['only members:manage', 'POST', `/v1/members/${viewer}/reset`, undefined],
    ['only members:manage', 'DELETE', `/v1/members/${viewer}`, undefined],
    ['admin', 'POST', '/v1/invitations', { role: 'owner' }],
    ['admin', 'PATCH', `/v1/members/${viewer}`, { role: 'owner' }],
    ['admin', 'PATCH', `/v1/members/${owner}`, { role: 'viewer' }],
    ['admin', 'POST', `/v1/members/${owner}/reset`, undefined],
    ['owner', 'POST', `/v1/members/${elsewhere}/reset`, undefined],
  ] as const
  for (const [name, method, url, payload] of tries) {
    const { statusCode } = await server.app.inject({ method, url, headers: by(name), ...(payload ? { payload } : {}) })
    expect([name, method, url, statusCode]).toEqual([name, method, url, 403])
  }
  const may = await server.app.inject({ method: 'POST', url: `/v1/members/${viewer}/reset`, headers: by('admin') })
  expect(may.statusCode).toBe(201)
  await server.database.pool.query('delete from members where user_id = $1 and role = $2', [elsewhere, 'viewer'])
})

/** Which seeded thing an address is about; null: about none. */
function seededFor({ method, url }: Line): string | null {
  if (!url.includes('/:')) return null
  if (url === '/v1/media/:id/public') return null
  // Phones are the simulator's, which stands for one workspace and is not here.
  if (url.startsWith('/v1/simulator/')) return null
  if (/^\/v1\/messages\/:id\/(send|settle|cancel)$/.test(url) || (method !== 'GET' && url === '/v1/messages/:id'))
    return seeded.sends
  if (url.startsWith('/admin/')) return url.includes('documents') ? seeded.media : seeded.conversations
  const kind = url.split('/')[2] ?? ''
  const id = (seeded as Readonly<Record<string, string>>)[kind]
  if (id === undefined) throw new Error(`${method} ${url} is about things that the walk does not seed: seed-objects.ts`)
  return id
}

/** The same for two answers that differ only in whose id was asked for. */
function withoutIds(body: string, id: string): string {
  return body
    .replaceAll(id, 'ID')
    .replaceAll(nobodys, 'ID')
    .replaceAll('999999999', 'ID')
    .replaceAll(/"requestId":"[^"]*"/g, '')
}

/** Everything that the owner's workspace holds, apart from who asked. */
async function holdings(): Promise<string[]> {
  const { pool } = server.database
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'workspace_id' and c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace = 'public'::regnamespace and c.relname <> 'audit' order by 1`,
  )
  return Promise.all(
    rows.map(async ({ name }) => {
      const { rows: digests } = await pool.query<{ digest: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t where workspace_id = $1`,
        [server.context.workspaceId],
      )
      return `${name} ${digests[0]?.digest}`
    }),
  )
}

test('ids of another workspace answer like ids that do not exist, and nothing there changes', async () => {
  const about = lines.flatMap((line) => {
    const id = seededFor(line)
    return id === null ? [] : [{ line, id }]
  })
  const before = await holdings()
  const wrong: string[] = []
  for (const { line, id } of about) {
    const [theirs, none] = [await ask(line, server.peer.headers, id), await ask(line, server.peer.headers)]
    const same = theirs.statusCode === none.statusCode && withoutIds(theirs.body, id) === withoutIds(none.body, id)
    const tells = theirs.body.includes(marker) || (none.statusCode !== 404 && !line.url.startsWith('/admin/'))
    if (!same || tells)
      wrong.push(
        `${line.name}: ${theirs.statusCode} ${theirs.body.slice(0, 300)} / ${none.statusCode} ${none.body.slice(0, 300)}`,
      )
  }
  expect(wrong).toEqual([])
  expect(await holdings()).toEqual(before)
  const unseen: string[] = []
  for (const { line, id } of about.filter(({ line }) => line.method === 'GET' && !providers.has(line.url))) {
    const { statusCode, body } = await ask(line, server.owner.headers, id)
    if (statusCode !== 200) unseen.push(`${line.name}: ${statusCode} ${body}`)
  }
  expect(unseen).toEqual([])
  console.log(`${about.length} addresses with an id asked for another workspace's thing, and for none`)
})

/** Asked of a provider, and of a file that has no bytes: the owner is not answered 200 either. */
const providers = new Set([
  '/v1/accounts/:id/subscription',
  '/v1/accounts/:id/profile',
  '/v1/accounts/:id/blocked',
  '/v1/media/:id',
  '/admin/documents/:document_id',
])

test('no list of another workspace shows anything of this one', async () => {
  const lists = lines.filter(
    ({ method, url, permission }) =>
      method === 'GET' && !isOpen(permission) && !url.includes('/:') && url !== '/metrics',
  )
  const leaks: string[] = []
  let shown = 0
  for (const line of lists) {
    const searching = { ...line, url: line.url + (/search/.test(line.url) ? `?q=${marker}` : '') }
    const [{ body }, own] = [await ask(searching, server.stranger.headers), await ask(searching, server.owner.headers)]
    const told = [marker, ...Object.values(seeded).filter((id) => id.length > 10)].filter((word) => body.includes(word))
    // The search says what it looked for.
    if (
      told.length > 0 &&
      !(told.length === 1 && told[0] === marker && /search/.test(line.url) && !body.includes('hello'))
    )
      leaks.push(`${line.name} tells of ${told.join(', ')}: ${body.slice(0, 300)}`)
    if (own.body.includes(marker)) shown += 1
  }
  expect(leaks).toEqual([])
  expect(shown).toBeGreaterThan(12)
  console.log(
    `${lists.length} lists asked by another workspace; ${shown} of them show their own workspace what is there`,
  )
})

test('the words of messages reach only who may read messages, whatever else they may', async () => {
  const reads = lines.filter(
    ({ method, permission, url }) => method === 'GET' && !isOpen(permission) && !providers.has(url),
  )
  const { tools } = await callMcp(server, anyTool, server.owner, 'tools/list')
  const leaks: string[] = []
  let told = 0
  const look = (what: string, walker: Walker, text: string) => {
    if (!text.includes(secretWord)) return
    told += 1
    if (!holds(walker, ['messages:read'])) leaks.push(`${what} as ${walker.name}`)
  }
  const walkers = server.walkers.filter(({ name }) => name.startsWith('only ') && name !== 'only admin')
  const walks = walkers.flatMap((walker) => [
    ...reads.map((line) => async () => {
      if (holds(walker, scopesOf(line.permission)))
        look(line.name, walker, (await ask(line, walker.headers, seededFor(line) ?? undefined)).body)
    }),
    ...tools.map(({ name, inputSchema, annotations }) => async () => {
      const params = { name, arguments: toolArguments(inputSchema, seeded) }
      if (annotations?.readOnlyHint)
        look(name, walker, (await callMcp(server, anyTool, walker, 'tools/call', params)).text)
    }),
  ])
  await inParallel(walks, (walk) => walk())
  expect(leaks).toEqual([])
  expect(told).toBeGreaterThan(12)
})

const anyTool = '/mcp?toolsets=read,send,compat'

test('every tool, resource and prompt is listed and answered to each role and scope as the table says', async () => {
  const { tools } = await callMcp(server, anyTool, server.owner, 'tools/list')
  const offered: string[] = tools.map(({ name }: { name: string }) => name)
  const needs = (name: string) => scopesOf(toolPermissions[name.replace(/^compat_/, '')] ?? 'admin')
  expect(new Set(offered.map((name) => name.replace(/^compat_/, '')))).toEqual(new Set(Object.keys(toolPermissions)))
  const things = [
    ...offered.map((name) => ({ method: 'tools/call', name, needed: needs(name), params: { name, arguments: {} } })),
    ...Object.entries(resourcePermissions).map(([name, needed]) => {
      return {
        method: 'resources/read',
        name,
        needed: scopesOf(needed),
        params: { uri: `switchboard://${name}s/${nobodys}` },
      }
    }),
    ...Object.entries(promptPermissions).map(([name, needed]) => {
      const args = name === 'summarise_conversation' ? { conversationId: nobodys } : {}
      return { method: 'prompts/get', name, needed: scopesOf(needed), params: { name, arguments: args } }
    }),
  ]
  const wrong: string[] = []
  let asked = 0
  const judge = async (walker: Walker | null, { method, name, needed, params }: (typeof things)[number]) => {
    const { status } = await callMcp(server, anyTool, walker, method, params)
    asked += 1
    const expected = walker === null ? 401 : holds(walker, needed) ? 200 : 403
    if (status !== expected) wrong.push(`${method} ${name} as ${walker?.name ?? 'nobody'}: ${status}, not ${expected}`)
  }
  const walkers = [null, ...server.walkers]
  await inParallel(
    walkers.flatMap((walker) => things.map((thing) => () => judge(walker, thing))),
    (walk) => walk(),
  )
  for (const walker of server.walkers) {
    const { tools: listed } = await callMcp(server, anyTool, walker, 'tools/list')
    const names = (listed ?? []).map(({ name }: { name: string }) => name)
    const due = offered.filter((name) => holds(walker, needs(name)))
    if (names.sort().join() !== due.sort().join()) wrong.push(`tools/list as ${walker.name}: ${names.join()}`)
  }
  expect(wrong).toEqual([])
  console.log(
    `${offered.length} tools, ${Object.keys(resourcePermissions).length} resources, ${Object.keys(promptPermissions).length} prompts × ${server.walkers.length} walkers and nobody: ${asked} asked`,
  )
})

test('no tool, resource or prompt tells another workspace of this one, or lets it change anything', async () => {
  const { tools } = await callMcp(server, anyTool, server.peer, 'tools/list')
  const before = await holdings()
  const leaks: string[] = []
  const compare = async (what: string, method: string, theirs: object, none: object) => {
    const [given, nothing] = [
      await callMcp(server, anyTool, server.peer, method, theirs),
      await callMcp(server, anyTool, server.peer, method, none),
    ]
    const plain = (text: string) =>
      Object.values(seeded).reduce((rest, id) => withoutIds(rest, id), text.replaceAll(/20\d\d-[\dT:.-]+Z/g, 'TIME'))
    const same = plain(given.text) === plain(nothing.text)
    if (!same || given.text.includes(marker))
      leaks.push(`${what}: ${given.text.slice(0, 600)} / ${nothing.text.slice(0, 600)}`)
  }
  for (const { name, inputSchema } of tools) {
    const [theirs, none] = [toolArguments(inputSchema, seeded), toolArguments(inputSchema, null)]
    await compare(name, 'tools/call', { name, arguments: theirs }, { name, arguments: none })
  }
  for (const name of Object.keys(resourcePermissions)) {
    const uri = (id: string) => ({ uri: `switchboard://${name}s/${id}` })
    await compare(
      name,
      'resources/read',
      uri(name === 'message' ? seeded.messages : seeded.conversations),
      uri(nobodys),
    )
  }
  const prompt = (conversationId: string) => ({ name: 'summarise_conversation', arguments: { conversationId } })
  await compare('prompt', 'prompts/get', prompt(seeded.conversations), prompt(nobodys))
  expect(leaks).toEqual([])
  expect(await holdings()).toEqual(before)
})

test('a stream tells each role, and each scope with events:read, of just the types that the table says', async () => {
  const together = await Promise.all(
    scopes.map((scope) => server.walker(`events:read and ${scope}`, new Set(['events:read' as const, scope]))),
  )
  const listeners = [...server.walkers.filter((walker) => holds(walker, ['events:read'])), ...together, server.peer]
  const origin = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const start = await tellEvents(server)
  const settled = async () => (await readEventPage(origin, start, server.peer)).length
  await expect.poll(settled, { timeout: 60_000 }).toBe(eventTypes.length)
  const wrong: string[] = []
  await inParallel(listeners, async (walker) => {
    const due = eventTypes.filter((type) => holds(walker, [eventPermissions[type]]))
    const heard = [await readEventPage(origin, start, walker)]
    if (due.length > 0) heard.push(await hearEvents(origin, start, walker, due.length))
    for (const events of heard) {
      const types = events.map(({ type }) => type)
      if (types.toSorted().join() !== due.toSorted().join()) wrong.push(`${walker.name} hears ${types.join()}`)
      const foreign = events.filter(({ data }) => data.workspace !== walker.workspaceId)
      if (foreign.length > 0) wrong.push(`${walker.name} hears ${foreign.length} events of another workspace`)
    }
  })
  expect(wrong).toEqual([])
  console.log(`1 stream, ${eventTypes.length} event types × ${listeners.length} listeners`)
})

test('what has no line in the table can not be registered, and no job but those of the table is there', async () => {
  const never = () => Promise.reject(new Error('never asked'))
  const authenticator = { authenticate: never, reaches: never, forget() {} }
  const app = await createApp({ log: pino({ level: 'silent' }), authenticator })
  for (const method of ['GET', 'POST', 'PATCH'] as const) {
    const route = { method, url: '/v1/undeclared', handler: () => 'in' }
    expect(() => app.route(route)).toThrow(/The route "\w+ \/v1\/undeclared" must declare who may use it/)
  }
  expect((await app.inject('/v1/undeclared')).statusCode).toBeGreaterThanOrEqual(400)
  await app.close()
  const declaration = { name: 'undeclared_tool', title: '', description: '' }
  const unused = { input: {} as never, output: {} as never, handle: () => Promise.reject(new Error('never called')) }
  expect(() => readTool({ ...declaration, ...unused })).toThrow(
    /The tool "undeclared_tool" must declare who may use it/,
  )
  const thing = { name: 'undeclared', title: '', description: '' }
  const read = { template: 'switchboard://undeclared/{id}', read: unused.handle }
  expect(() => defineResource({ ...thing, ...read })).toThrow(/The resource "undeclared" must declare/)
  expect(() => definePrompt({ ...thing, input: unused.input, render: unused.handle })).toThrow(
    /The prompt "undeclared"/,
  )
  const names = scheduledJobs({} as never).map(({ name }) => name) // none is run
  expect(names.toSorted()).toEqual(Object.keys(jobPermissions).toSorted())
})
