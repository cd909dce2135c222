import { mcp } from '@better-auth/mcp'
import type { ClientDiscovery } from '@better-auth/oauth-provider'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { jwt } from 'better-auth/plugins'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { assistantScopes, refreshScope } from './assistant-scopes.ts'

export interface AuthorizationServerOptions {
  readonly pool: pg.Pool
  /** The one that sessions are signed with: whoever is signed in is so here. */
  readonly secret: string
  readonly origin: string
  readonly clientDocuments: ClientDiscovery
  readonly log: { warn(fields: object, message: string): void }
}

/**
 * How long an access token is good for. Each request asks for the grant besides, so this bounds only what a token says of
 * itself.
 */
const accessTokenSeconds = 10 * 60
const day = 24 * 60 * 60

export type AuthorizationServer = ReturnType<typeof createAuthorizationServer>

/**
 * OAuth 2.1 for one name of this server, by better-auth on the tables of people: PKCE always, tokens only for `<origin>/mcp`, a
 * refresh token works once, and its second use ends the family. What a token may do is not in it but in the grant (grants.ts).
 */
export function createAuthorizationServer(options: AuthorizationServerOptions) {
  const { pool, secret, origin, clientDocuments, log } = options
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const resource = `${origin}/mcp`
  const isSecure = origin.startsWith('https:')
  return betterAuth({
    appName: 'Switchboard',
    baseURL: origin,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [origin],
    database: { db: db.withSchema('auth'), type: 'postgres', schemaName: 'auth' },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.warn({ from: 'better-auth' }, message) },
    advanced: {
      cookiePrefix: 'switchboard',
      useSecureCookies: isSecure,
      database: { generateId: () => uuidv7() },
    },
    plugins: [
      jwt({ jwt: { issuer: origin, audience: resource }, disableSettingJwtHeader: true }),
      mcp({
        resource,
        loginPage: '/sign-in',
        consentPage: '/oauth/consent',
        scopes: [...assistantScopes, refreshScope],
        grantTypes: ['authorization_code', 'refresh_token'],
        accessTokenExpiresIn: accessTokenSeconds,
        refreshTokenExpiresIn: 30 * day,
        refreshTokenReuseInterval: 0,
        allowDynamicClientRegistration: true,
        allowUnauthenticatedClientRegistration: true,
        extensions: [{ clientDiscovery: clientDocuments }],
        // Its endpoints' OpenAPI texts do not fit the plugin's type under exactOptionalPropertyTypes.
      }) as unknown as BetterAuthPlugin,
    ],
  })
}
