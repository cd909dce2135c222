import { type Scope, scopes, type WorkspaceId } from '@switchboard/contract'
import pino from 'pino'
import { type AuditWriter, createAuditWriter } from '../access/audit.ts'
import { type Authenticator, createAuthenticator } from '../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../access/default-workspace.ts'
import { createKey } from '../access/keys.ts'
import { type RoutePermissions, routePermissions } from '../access/permission-table.ts'
import { type App, createApp } from '../interfaces/app.ts'
import { auditRequests } from '../interfaces/audit-requests.ts'
import type { RequestLimits } from '../interfaces/limit-requests.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export interface TestApp extends AsyncDisposable {
  readonly app: App
  readonly database: TestDatabase
  readonly workspaceId: WorkspaceId
  readonly authenticator: Authenticator
  readonly audit: AuditWriter
  /** Headers of a credential with these scopes; all of them where none are named. */
  headersOf(...granted: Scope[]): Promise<{ authorization: string }>
}

export const testAdminKey = 'admin123'

/** The HTTP server on a database of its own, with authentication and audit; the test registers the routes that it is about. */
export async function createTestApp(
  register?: (test: TestApp) => void,
  /** Of routes that only the test has. */
  permissions: RoutePermissions = {},
  /** Absent: none, for tests ask much. */
  limits: RequestLimits = { perCredential: null, perAddress: null },
): Promise<TestApp> {
  const database = await createTestDatabase()
  const workspaceId = await ensureDefaultWorkspace(database.db)
  const authenticator = createAuthenticator({ db: database.db, workspaceId, adminApiKey: testAdminKey })
  const audit = createAuditWriter({ pool: database.pool })
  const app = await createApp({
    log: pino({ level: 'silent' }),
    authenticator,
    permissions: { ...routePermissions, ...permissions },
    limits,
  })
  auditRequests(app, { audit })
  const test: TestApp = {
    app,
    database,
    workspaceId,
    authenticator,
    audit,
    async headersOf(...granted) {
      const { key } = await createKey(database.db, {
        workspaceId,
        name: granted.join(' ') || 'all',
        scopes: granted.length > 0 ? granted : scopes,
      })
      return { authorization: `Bearer ${key}` }
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await audit.close()
      await database[Symbol.asyncDispose]()
    },
  }
  register?.(test)
  await app.ready()
  return test
}
