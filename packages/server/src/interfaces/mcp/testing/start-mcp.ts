import { readScopes, type Scope, type WorkspaceId } from '@switchboard/contract'
import pino from 'pino'
import { type AuditWriter, createAuditWriter } from '../../../access/audit.ts'
import { type Authenticator, createAuthenticator } from '../../../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../../../access/default-workspace.ts'
import { createKey } from '../../../access/keys.ts'
import { type DatabaseHandle, openScopedDatabase } from '../../../store/database.ts'
import { type App, createApp } from '../../app.ts'
import { type McpHttpDependencies, registerMcp } from '../http/register.ts'

export interface RunningMcp extends AsyncDisposable {
  readonly app: App
  /** `http://127.0.0.1:<port>/mcp` */
  readonly url: string
  readonly workspaceId: WorkspaceId
  readonly audit: AuditWriter
  /** With all read scopes. */
  readonly key: string
  createKey(scopes: readonly Scope[]): Promise<string>
}

export interface StartMcpOptions extends Partial<McpHttpDependencies> {
  /** Default: any that is free. */
  readonly port?: number
  /** Stands before the real authenticator. */
  readonly wrapAuthenticator?: (real: Authenticator, key: string) => Authenticator
}

/** The server's MCP interface on a port of its own, over a database of the caller's, which tools see as callers do. */
export async function startMcp({ db, pool }: DatabaseHandle, options: StartMcpOptions = {}): Promise<RunningMcp> {
  const { connectionString = '', application_name: applicationName = '' } = pool.options
  const scoped = openScopedDatabase({ connectionString, applicationName: `${applicationName}, scoped` })
  const workspaceId = await ensureDefaultWorkspace(db)
  const newKey = async (scopes: readonly Scope[]) => (await createKey(db, { workspaceId, name: 'test', scopes })).key
  const key = await newKey(readScopes)
  const real = createAuthenticator({ db, workspaceId })
  const { wrapAuthenticator, port = 0, ...dependencies } = options
  const authenticator = wrapAuthenticator?.(real, key) ?? real
  const audit = createAuditWriter({ pool })
  const app = await createApp({ log: pino({ level: 'silent' }), authenticator })
  const sending = { pool: scoped.pool, rules: { capabilitiesOf: () => undefined }, poke: () => undefined }
  registerMcp(app, { authenticator, audit, db: scoped.db, sending, version: '0.0.0', ...dependencies })
  const address = await app.listen({ host: '127.0.0.1', port })
  return {
    app,
    url: `${address}/mcp`,
    workspaceId,
    audit,
    key,
    createKey: newKey,
    async [Symbol.asyncDispose]() {
      await app.close()
      await audit.close()
      await scoped[Symbol.asyncDispose]()
    },
  }
}
