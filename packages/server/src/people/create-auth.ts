import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { sessionByLink } from './session-by-link.ts'

export interface AuthOptions {
  readonly pool: pg.Pool
  /** What its cookies are signed and second factors encrypted with. */
  readonly secret: string
  /** Where people reach the server: `https://desk.example.com`. */
  readonly origin: string
  readonly log: { error(fields: object, message: string): void; warn(fields: object, message: string): void }
}

/** Letters of a password. Shorter ones are guessed; longer ones cost us time for nothing. */
export const passwordLength = { least: 12, most: 128 } as const
const day = 24 * 60 * 60

export type Auth = ReturnType<typeof createAuth>

/**
 * Sign-in, sessions and second factors, by better-auth, in the schema `auth`. Nobody signs up: accounts are made by links
 * (one-time-links.ts), and what people may do in a workspace is ours (members.ts).
 */
export function createAuth({ pool, secret, origin, log }: AuthOptions) {
  const isSecure = origin.startsWith('https:')
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return betterAuth({
    appName: 'Switchboard',
    baseURL: origin,
    basePath: '/api/auth',
    secret,
    // People may reach us by another name of ours; the host was checked before.
    trustedOrigins: (request) => (request ? [origin, new URL(request.url).origin] : [origin]),
    database: { db: db.withSchema('auth'), type: 'postgres', schemaName: 'auth' },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...more) => {
        // What comes with it may hold what somebody typed.
        const fields = {
          from: 'better-auth',
          errors: more.filter((one) => one instanceof Error).map(({ name }) => name),
        }
        // It calls every unknown address an error.
        if (level === 'error' && fields.errors.length > 0) log.error(fields, message)
        else log.warn(fields, message)
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: 14 * day, updateAge: day, freshAge: 15 * 60 },
    // Ours count over all processes: access/sign-in-limits.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'switchboard',
      useSecureCookies: isSecure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      database: { generateId: () => uuidv7() },
    },
    plugins: [
      twoFactor({ issuer: 'Switchboard' }),
      passkey({ rpName: 'Switchboard', rpID: new URL(origin).hostname }),
      sessionByLink(),
    ],
  })
}
