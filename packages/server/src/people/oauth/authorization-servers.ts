import type { IncomingHttpHeaders } from 'node:http'
import type { ClientDiscovery } from '@better-auth/oauth-provider'
import type pg from 'pg'
import type { TokenVerifier } from '../../access/authenticate.ts'
import type { Auth } from '../create-auth.ts'
import { type AuthorizationServer, createAuthorizationServer } from './authorization-server.ts'
import { createAssistantLookup } from './token-verifier.ts'

export interface AuthorizationServersOptions {
  readonly pool: pg.Pool
  readonly auth: Auth
  readonly publicBaseUrl: string | undefined
  readonly tls: boolean
  readonly clientDocuments: ClientDiscovery
  readonly log: { warn(fields: object, message: string): void }
}

export interface NamedServer {
  readonly origin: string
  readonly server: AuthorizationServer
}

/** OAuth under the names that this server has, and the tokens that it gave out. */
export interface AuthorizationServers extends TokenVerifier {
  /** Null: under this name there is none, because a client could not know that it is us. */
  of(headers: IncomingHttpHeaders): Promise<NamedServer | null>
}

/** `localhost`, `127.0.0.1` and `[::1]`, with the port that we listen on. */
const mostNames = 8

/**
 * A token is for one name. With a public address that is the only one; without, the names of this machine, as whoever asks says
 * it: anything else needs PUBLIC_BASE_URL.
 */
export function createAuthorizationServers(options: AuthorizationServersOptions): AuthorizationServers {
  const { pool, auth, publicBaseUrl, tls, clientDocuments, log } = options
  const servers = new Map<string, NamedServer>()
  const lookup = createAssistantLookup(pool)

  function originOf({ host = '' }: IncomingHttpHeaders): string | null {
    if (publicBaseUrl !== undefined) return new URL(publicBaseUrl).origin
    const url = URL.parse(`${tls ? 'https' : 'http'}://${host}`)
    return url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? url.origin : null
  }

  async function of(headers: IncomingHttpHeaders): Promise<NamedServer | null> {
    const origin = originOf(headers)
    if (origin === null) return null
    const known = servers.get(origin)
    if (known) return known
    const { secret } = await auth.$context
    const made = { origin, server: createAuthorizationServer({ pool, secret, origin, clientDocuments, log }) }
    if (servers.size >= mostNames) servers.clear()
    servers.set(origin, made)
    return made
  }

  return {
    of,
    async verify(token, headers) {
      const named = await of(headers)
      return named && (await lookup.find(named.server, named.origin, token))
    },
    forget: () => lookup.forget(),
    metadataAddress(headers) {
      const origin = originOf(headers)
      return origin && `${origin}/.well-known/oauth-protected-resource/mcp`
    },
  }
}
