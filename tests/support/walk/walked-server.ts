import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Role, roles, type Scope, scopes, scopesOfRole, type WorkspaceId } from '@switchboard/contract'
import pino from 'pino'
import { createKey } from '../../../packages/server/src/access/keys.ts'
import { composeApp } from '../../../packages/server/src/compose-app.ts'
import { loadSettings } from '../../../packages/server/src/config/load.ts'
import { type Context, createContext } from '../../../packages/server/src/context.ts'
import type { App } from '../../../packages/server/src/interfaces/app.ts'
import { createLink } from '../../../packages/server/src/people/one-time-links.ts'
import { createTestDatabase, type TestDatabase } from '../../../packages/server/src/testing/index.ts'
import { createSeed } from '../../../packages/server/src/testing/seed-conversation.ts'

/** Somebody who asks. */
export interface Walker {
  readonly name: string
  readonly workspaceId: WorkspaceId
  readonly scopes: ReadonlySet<Scope>
  readonly headers: Readonly<Record<string, string>>
}

export interface WalkedServer extends AsyncDisposable {
  /** As `make start` composes it; it listens nowhere. */
  readonly app: App
  readonly context: Context
  readonly database: TestDatabase
  /** A person of each role, by their session, and a key of each scope alone. */
  readonly walkers: readonly Walker[]
  readonly owner: Walker
  /** A key that may do everything, in another workspace. */
  readonly peer: Walker
  /** The owner of a third one, where nothing was ever asked for. */
  readonly stranger: Walker
  /** One more. */
  walker(name: string, held: ReadonlySet<Scope>, workspaceId?: WorkspaceId): Promise<Walker>
}

/** The whole product in this process, on a database of its own. */
export async function startWalkedServer(): Promise<WalkedServer> {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase())
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-walk-'))
  undo.defer(() => rmSync(directory, { recursive: true, force: true }))
  const environment = {
    DATABASE_URL: database.connectionString,
    SWITCHBOARD_DATA_DIR: directory,
    SWITCHBOARD_ROLES: 'api',
    SWITCHBOARD_RATE_LIMIT: '0',
    SWITCHBOARD_RATE_LIMIT_ADDRESS: '0',
    SWITCHBOARD_FETCH_ALLOWED: '127.0.0.0/8',
  }
  const context = undo.use(await createContext(loadSettings({ environment }), pino({ level: 'silent' })))
  const app = undo.adopt(await composeApp(context, () => false), (open) => {
    open.server.closeAllConnections()
    return open.close()
  })
  await app.ready()
  const walker = async (name: string, held: ReadonlySet<Scope>, workspaceId = context.workspaceId): Promise<Walker> => {
    const { key } = await createKey(database.db, { workspaceId, name, scopes: [...held] })
    return { name, workspaceId, scopes: held, headers: { authorization: `Bearer ${key}` } }
  }
  const seed = createSeed(database.pool)
  const member = async (role: Role, workspaceId = context.workspaceId): Promise<Walker> => {
    const headers = await signIn({ app, database }, role, workspaceId)
    return { name: role, workspaceId, scopes: scopesOfRole(role), headers }
  }
  const [owner, ...others] = await Promise.all(roles.map((role) => member(role)))
  if (!owner) throw new Error('there are no roles')
  const alone = await Promise.all(scopes.map((scope) => walker(`only ${scope}`, new Set([scope]))))
  const peer = await walker('peer', new Set(scopes), await seed.workspace())
  const stranger = await member('owner', await seed.workspace())
  const keep = undo.move()
  return {
    ...{ app, context, database, owner, peer, stranger, walker },
    walkers: [owner, ...others, ...alone],
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
}

/** At most `width` at a time. */
export async function inParallel<Item>(
  items: Iterable<Item>,
  run: (item: Item) => Promise<void>,
  width = 24,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await run(next.value)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** Somebody joins by a link, as people do. @returns what their browser sends from a page of the server */
async function signIn(
  { app, database }: Pick<WalkedServer, 'app' | 'database'>,
  role: Role,
  workspaceId: WorkspaceId,
): Promise<Record<string, string>> {
  const link = { purpose: 'join', role, email: null } as const
  const { path: address } = await createLink(database.pool, { workspaceId, for: link, createdBy: 'the walk' })
  const own = { host: 'localhost', origin: 'http://localhost' }
  const fields = { name: role, email: `${role}-${workspaceId}@example.com`, password: 'correct horse battery' }
  const { statusCode, body, cookies } = await app.inject({
    method: 'POST',
    url: '/welcome',
    headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: address.split('token=')[1] ?? '', ...fields }).toString(),
  })
  if (statusCode !== 303) throw new Error(`/welcome: ${statusCode} ${body}`)
  return { ...own, cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ') }
}
