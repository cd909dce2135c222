import type { Context } from './context.ts'
import { createGuardedClient } from './http/guarded-fetch.ts'
import { parseAddressRange } from './http/public-address.ts'
import type { AssistantConnection } from './interfaces/rest/assistants/connection.ts'
import { type AuthorizationServers, createAuthorizationServers } from './people/oauth/authorization-servers.ts'
import { createClientDocuments } from './people/oauth/client-documents.ts'

/** OAuth for assistants, on the system's connection as sign-in is. Its connections are let go when they are idle for a second. */
export function composeOAuth({ settings: { config }, people, log }: Context): AuthorizationServers {
  const allowed = config.fetchAllowed.map(parseAddressRange).filter((range) => range !== undefined)
  const http = createGuardedClient({ allowed, maxRedirects: 0, connections: 2 })
  return createAuthorizationServers({
    pool: people.pool,
    auth: people.auth,
    publicBaseUrl: config.publicBaseUrl,
    tls: config.tls !== undefined,
    clientDocuments: createClientDocuments(http, config.loopback && allowed.length > 0),
    log,
  })
}

/** A tunnel counts only where everything comes through it. */
export function assistantConnection({ settings: { config }, publicAddress, program }: Context): AssistantConnection {
  const tunnel = publicAddress.tunnel()
  const base =
    publicAddress.reachedBy() === 'tunnel' && tunnel?.opens !== 'everything' ? undefined : publicAddress.base()
  return {
    publicUrl: base === undefined ? null : `${base}/mcp`,
    program:
      program === undefined
        ? null
        : { command: process.execPath, arguments: [program, 'mcp'], dataDirectory: config.dataDirectory },
  }
}
