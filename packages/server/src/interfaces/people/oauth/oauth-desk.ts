import type pg from 'pg'
import type { AuditWriter } from '../../../access/audit.ts'
import type { AuthorizationServers } from '../../../people/oauth/authorization-servers.ts'

/** What the addresses of OAuth have in common. All on the system's connection: before it, nobody is anybody. */
export interface OAuthDesk {
  readonly pool: pg.Pool
  readonly servers: AuthorizationServers
  readonly audit: AuditWriter
}
