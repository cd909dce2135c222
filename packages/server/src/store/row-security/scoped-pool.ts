import { availableParallelism } from 'node:os'
import pg from 'pg'
import type { KyselyPool } from '../prepared-statements.ts'
import { appRole, narrowRole } from './ensure-roles.ts'
import { createFewAtOnce, type FewAtOnce, type Turn } from './few-at-once.ts'
import { currentScope, type Scope } from './scope.ts'

/** A scoped pool was asked for something outside of any scope. A bug: nothing was read. */
export class NoScopeError extends Error {
  override readonly name = 'NoScopeError'

  constructor() {
    super('The database was asked for a caller where no caller was let in: enter a scope around it (withScope).')
  }
}

/**
 * A pool whose connections see the rows of the current scope's workspace only, by row security: `connect`, so transactions too,
 * the whole workspace (what is sent is held to its reach by the gate, which must know everybody to know who is new); `query` and
 * `narrowed`, so reads, only what the scope reaches.
 *
 * A connection keeps the scope that it was last used for. Only where the next one differs does it cost a way to Postgres.
 *
 * Where Postgres shares our cores, more of its processes than can run at once are used only by what takes long: each process
 * has caches of its own, and ten in turn cost a page a fifth more than four (docs/benchmarks.md).
 *
 * @throws {NoScopeError} outside of a scope
 */
export class ScopedPool extends pg.Pool {
  readonly #scopes = new WeakMap<pg.PoolClient, string>()
  readonly #turns = new WeakMap<pg.PoolClient, Turn>()
  readonly #fewAtOnce: FewAtOnce
  /** The same connections, held to the reach. */
  readonly narrowed: KyselyPool

  constructor(options: pg.PoolConfig) {
    super(options)
    this.#fewAtOnce = createFewAtOnce({
      most: sharesCores(options) ? 2 * availableParallelism() : Infinity,
      patience: 5,
    })
    this.on('release', (_error, client) => this.#leave(client))
    const connect = () => this.#connect(true)
    this.narrowed = { options: this.options, connect: connect as pg.Pool['connect'], end: () => this.end() }
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: (error: Error | undefined, client?: pg.PoolClient, done?: () => void) => void): void
  override connect(callback?: unknown): Promise<pg.PoolClient> {
    if (callback !== undefined) throw new TypeError('a scoped pool gives promises, it takes no callback')
    return this.#connect(false)
  }

  // pg's type has a form for each kind of query; ours are text, or text under a name.
  override query = (async (text: string | pg.QueryConfig, values?: unknown[]) => {
    const client = await this.#connect(true)
    let failed: Error | undefined
    try {
      return await client.query(text, values)
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error))
      throw error
    } finally {
      // As pg's own pool does it: a connection that saw an error is not used again.
      client.release(failed)
    }
  }) as unknown as pg.Pool['query']

  async #connect(narrow: boolean): Promise<pg.PoolClient> {
    const scope = currentScope()
    if (scope === undefined) throw new NoScopeError()
    const client = await this.#enter()
    const wanted = settingsOf(scope, narrow)
    const key = wanted.join(' ')
    if (this.#scopes.get(client) === key) return client
    try {
      // Half of it, or whose it was, is not to be known if this fails.
      this.#scopes.delete(client)
      await client.query(settle, [...wanted])
      this.#scopes.set(client, key)
    } catch (error) {
      client.release(true)
      throw error
    }
    return client
  }

  async #enter(): Promise<pg.PoolClient> {
    const entered = this.#fewAtOnce.enter()
    const turn = entered instanceof Promise ? await entered : entered
    try {
      const client = await super.connect()
      this.#turns.set(client, turn)
      return client
    } catch (error) {
      this.#fewAtOnce.leave(turn)
      throw error
    }
  }

  #leave(client: pg.PoolClient): void {
    const turn = this.#turns.get(client)
    if (turn !== undefined) this.#fewAtOnce.leave(turn)
  }
}

/** By a socket of this machine or its own address. */
function sharesCores(options: pg.PoolConfig): boolean {
  const { host } = new pg.Client(options)
  return host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host)
}

const settle = `select set_config('role', $1, false), set_config('switchboard.workspace_id', $2, false),
  set_config('switchboard.accounts', $3, false), set_config('switchboard.contacts', $4, false)`

function settingsOf({ workspaceId, reach }: Scope, narrow: boolean): readonly string[] {
  const narrows = narrow && (reach.accounts !== null || reach.contacts !== null)
  return narrows
    ? [narrowRole, workspaceId, arrayText(reach.accounts), arrayText(reach.contacts)]
    : [appRole, workspaceId, '', '']
}

function arrayText(ids: readonly string[] | null): string {
  return ids === null ? '' : `{${ids.join(',')}}`
}
