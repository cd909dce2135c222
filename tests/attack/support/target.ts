import { once } from 'node:events'
import net from 'node:net'
import type { Scope, WorkspaceId } from '@switchboard/contract'
import { ensureDefaultWorkspace } from '../../../packages/server/src/access/default-workspace.ts'
import { createKey } from '../../../packages/server/src/access/keys.ts'
import { createTestDatabase, type TestDatabase } from '../../../packages/server/src/testing/index.ts'
import { createSeed } from '../../../packages/server/src/testing/seed-conversation.ts'
import { type Running, serve, temporaryDirectory } from '../../support/switchboard.ts'

/** In every text of the other workspace: an answer that holds it has leaked. */
export const otherSecret = 'sesame-of-the-other-workspace'
export const appSecret = 'an app secret that only Meta knows'
export const adminKey = 'an admin key that only the owner knows'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface Asked {
  readonly method?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  /** An object goes as JSON. */
  readonly body?: object | string | Uint8Array<ArrayBuffer> | FormData
}

export interface Ids {
  readonly workspaceId: WorkspaceId
  readonly account: string
  readonly contact: string
  readonly conversation: string
  readonly message: string
}

/** A server that runs, with two workspaces in it. Attackers have credentials of the first. */
export interface Target extends AsyncDisposable {
  readonly server: Running
  readonly database: TestDatabase
  readonly dataDirectory: string
  readonly url: string
  readonly port: number
  readonly own: Ids
  readonly other: Ids
  /** A key of the own workspace; with `admin` where no scopes are named. */
  key(...scopes: Scope[]): Promise<string>
  otherKey(...scopes: Scope[]): Promise<string>
  ask(path: string, asked?: Asked): Promise<Answer>
  /** Whole answers to bytes as they stand, until the server closes or, after an answer, says nothing for a while. */
  raw(bytes: string | Buffer): Promise<string>
  /** The same, but the connection ends right behind the bytes. */
  cut(bytes: string | Buffer): Promise<string>
  /** Of the server: processor seconds that it has used, bytes that it holds. */
  usage(): Promise<{ readonly seconds: number; readonly residentBytes: number }>
}

export async function openTarget(environment: Record<string, string> = {}): Promise<Target> {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase())
  const directory = undo.use(temporaryDirectory())
  const server = undo.use(
    await serve(directory.path, {
      DATABASE_URL: database.connectionString,
      WHATSAPP_APP_SECRET: appSecret,
      ADMIN_API_KEY: adminKey,
      ...environment,
    }),
  )
  const { url } = server
  const port = Number(new URL(url).port)
  const seed = createSeed(database.pool)
  const own = await fill(await ensureDefaultWorkspace(database.db), 'words of our own', '+4915112345678')
  const other = await fill(await seed.workspace(), otherSecret, '+15550100999')
  const keep = undo.move()

  async function fill(workspaceId: WorkspaceId, text: string, phone: string): Promise<Ids> {
    const account = await seed.account(workspaceId)
    const contact = await seed.contact(workspaceId, { name: text, phone })
    const conversation = await seed.conversation(workspaceId, account, contact)
    const message = await seed.message(conversation, { text, at: Date.now() - 60_000 })
    return { workspaceId, account, contact, conversation, message }
  }
  const keyOf = async (workspaceId: WorkspaceId, scopes: readonly Scope[]) =>
    (await createKey(database.db, { workspaceId, name: 'attacker', scopes: scopes.length > 0 ? scopes : ['admin'] }))
      .key

  return {
    ...{ server, database, dataDirectory: directory.path, url, port, own, other },
    key: (...scopes) => keyOf(own.workspaceId, scopes),
    otherKey: (...scopes) => keyOf(other.workspaceId, scopes),
    ask: (path, asked) => ask(url + path, asked),
    raw: (bytes) => raw(port, (socket) => socket.write(bytes)),
    cut: (bytes) => raw(port, (socket) => socket.end(bytes)),
    async usage() {
      const { text } = await ask(`${url}/metrics`)
      const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
      return { seconds: value('process_cpu_seconds_total'), residentBytes: value('process_resident_memory_bytes') }
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
}

async function ask(url: string, { method = 'GET', key, headers = {}, body }: Asked = {}): Promise<Answer> {
  const plain = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: plain ? body : JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const quietMilliseconds = 150

async function raw(port: number, write: (socket: net.Socket) => void): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  // A server that closes while it is written to is an answer too.
  socket.on('error', () => {})
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk
  })
  await once(socket, 'connect')
  write(socket)
  const closed = once(socket, 'close')
  // Only when something has come: a busy machine may answer late.
  socket.setTimeout(quietMilliseconds, () => answer !== '' && socket.destroy())
  const late = setTimeout(() => socket.destroy(), 10_000)
  await closed
  clearTimeout(late)
  return answer
}

/** The status of each answer in what came back. */
export function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
}
