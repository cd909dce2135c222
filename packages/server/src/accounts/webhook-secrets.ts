import type { Queryable } from '../store/database.ts'
import { type Sealer, SecretUnreadable } from './seal-secrets.ts'

/** What accounts verify their webhooks with, at hand for every request. */
export interface WebhookSecrets extends AsyncDisposable {
  /** Each once: several numbers of one Meta app have the same. */
  appSecrets(): readonly string[]
  verifyTokens(): readonly string[]
  /** Of the accounts that are under this Twilio account. */
  authTokensOf(accountSid: string): readonly string[]
  /** Reads what changed, at once; it is read every few seconds anyway, because other processes change accounts too. */
  refresh(): Promise<void>
}

export interface WebhookSecretsOptions {
  readonly db: Queryable
  readonly sealer: Sealer
  readonly log: { warn(fields: object, message: string): void }
  readonly everyMilliseconds?: number
}

interface VersionRow {
  readonly id: string
  /** Changes whenever the row does. */
  readonly version: string
}

interface Row extends VersionRow {
  readonly businessAccountId: string | null
  readonly secrets: Readonly<Record<string, unknown>>
}

interface Known {
  readonly version: string
  readonly businessAccountId: string | null
  readonly secrets: ReadonlyMap<string, string>
}

const names = ['appSecret', 'verifyToken', 'authToken'] as const
type Name = (typeof names)[number]

/** Reads all of them before it resolves. */
export async function startWebhookSecrets(options: WebhookSecretsOptions): Promise<WebhookSecrets> {
  const { db, sealer, log } = options
  let known: ReadonlyMap<string, Known> = new Map()
  let appSecrets: readonly string[] = []
  let verifyTokens: readonly string[] = []
  let authTokens: ReadonlyMap<string, readonly string[]> = new Map()
  let failing = false

  async function read(): Promise<void> {
    const { rows: versions } = await db.query<VersionRow>({
      name: 'webhook secret versions',
      text: `select id, xmin::text as version from accounts where secrets ?| $1 and state <> 'disabled' order by id`,
      values: [names],
    })
    const changed = versions.filter(({ id, version }) => known.get(id)?.version !== version).map(({ id }) => id)
    if (changed.length === 0 && versions.length === known.size) return
    const { rows } = await db.query<Row>({
      name: 'webhook secrets',
      text: `select id, xmin::text as version, business_account_id as "businessAccountId", secrets from accounts where id = any ($1)`,
      values: [changed],
    })
    const fresh = new Map(rows.map((row) => [row.id, openRow(row)]))
    const next = new Map<string, Known>()
    for (const { id } of versions) {
      const account = fresh.get(id) ?? known.get(id)
      if (account) next.set(id, account)
    }
    known = next
    appSecrets = all('appSecret')
    verifyTokens = all('verifyToken')
    authTokens = bySid()
  }

  function openRow({ id, version, businessAccountId, secrets }: Row): Known {
    const opened = new Map<string, string>()
    for (const name of names) {
      if (secrets[name] === undefined) continue
      try {
        opened.set(name, sealer.open(id, name, secrets[name]))
      } catch (error) {
        if (!(error instanceof SecretUnreadable)) throw error
        log.warn({ accountId: id }, `webhooks of an account cannot be verified: ${error.message}`)
      }
    }
    return { version, businessAccountId, secrets: opened }
  }

  function all(name: Name): string[] {
    return [...new Set([...known.values()].flatMap(({ secrets }) => secrets.get(name) ?? []))]
  }

  function bySid(): Map<string, string[]> {
    const found = new Map<string, string[]>()
    for (const { businessAccountId, secrets } of known.values()) {
      const token = secrets.get('authToken')
      if (businessAccountId === null || token === undefined) continue
      const tokens = found.get(businessAccountId) ?? []
      if (!tokens.includes(token)) found.set(businessAccountId, [...tokens, token])
    }
    return found
  }

  let reading: Promise<void> = Promise.resolve()
  /** One after the other: an older reading must not come over a newer one. */
  const refresh = (): Promise<void> => {
    const next = reading.then(read)
    reading = next.catch(() => {})
    return next
  }
  const look = (): void => {
    void refresh().then(
      () => {
        failing = false
      },
      (error: unknown) => {
        if (!failing) log.warn({ err: error }, 'secrets of webhooks cannot be read now; those that are known go on')
        failing = true
      },
    )
  }
  await refresh()
  const timer = setInterval(look, options.everyMilliseconds ?? 2_000)
  timer.unref()
  return {
    appSecrets: () => appSecrets,
    verifyTokens: () => verifyTokens,
    authTokensOf: (accountSid) => authTokens.get(accountSid) ?? [],
    refresh,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await reading
    },
  }
}
