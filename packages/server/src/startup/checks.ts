import { createServer } from 'node:net'
import pg from 'pg'
import type { Config } from '../config/config.ts'
import { createMailer, type MailerOptions, MailFailed } from '../people/mail/mailer.ts'
import { Refusal } from '../refusal.ts'
import { pendingMigrations } from '../store/pending-migrations.ts'
import { identityProviderOf } from './identity-provider.ts'

/** What a look at the surroundings found. `hint` is the next step where it is not fine. */
export interface Finding {
  readonly ok: boolean
  readonly text: string
  readonly hint?: string
}

/** `uuidv7()` and what our queries use is there from this version on. */
const leastPostgres = 180_000

/** Asks the database for its version, its size and whether its schema is of this version. */
export async function checkDatabase(connectionString: string): Promise<Finding> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; number: number; size: string }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
         pg_size_pretty(pg_database_size(current_database())) as size`,
    )
    const row = rows[0]
    if (!row) return { ok: false, text: 'the database gave no answer' }
    if (row.number < leastPostgres)
      return { ok: false, text: `Postgres ${row.version}`, hint: 'Switchboard needs Postgres 18 or newer.' }
    const pending = await pendingMigrations(client)
    const schema = pending.length === 0 ? 'schema up to date' : `${pending.length} migrations to run at the next start`
    return { ok: true, text: `Postgres ${row.version}, ${row.size}, ${schema}` }
  } catch (error) {
    const why = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : ''
    return { ok: false, text: `cannot be used: ${why}`, hint: 'Check that it runs, and user, password and name.' }
  } finally {
    await client.end().catch(() => {
      // It never connected; there is nothing to end.
    })
  }
}

/** Whether the port can be listened on now. */
export function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const probe = createServer()
  probe.once('error', (error: NodeJS.ErrnoException) =>
    resolve({ ok: false, text: `${host}:${port} cannot be used (${error.code})`, hint: `Try PORT=${port + 1}` }),
  )
  probe.listen(port, host, () => probe.close(() => resolve({ ok: true, text: `${host}:${port} is free` })))
  return promise
}

/** Reads what the identity provider says about itself. */
export async function checkSingleSignOn(config: Config, clientSecret: string | undefined): Promise<Finding> {
  try {
    await identityProviderOf(config, clientSecret, { warn: () => {} }).check()
    return { ok: true, text: `${config.singleSignOn?.issuer} answers; it must know the address …/sign-in/sso/callback` }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const why = error.cause instanceof Error ? error.cause.message : ''
    return {
      ok: false,
      text: error.message,
      hint: `${why} OIDC_ISSUER must be written exactly as the provider writes it.`,
    }
  }
}

/** Connects to the mail server and signs in; no mail is sent. */
export async function checkMail(options: MailerOptions): Promise<Finding> {
  try {
    await createMailer(options).check()
    return { ok: true, text: `${new URL(options.url).host} takes mail from ${options.from}` }
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    return { ok: false, text: error.message, hint: 'Links are still shown to whoever makes them; see SMTP_URL.' }
  }
}
