import type { Queryable } from '../store/database.ts'

/** Notes that providers speak to accounts, for whoever sets one up and waits for it. Nothing depends on it being complete. */
export interface WebhookSightings extends AsyncDisposable {
  /** A body was kept. Called thousands of times a second. @param key the number or business account that it names first */
  saw(transport: string, key: string): void
  /** The provider asked with this verify token and was answered. */
  verified(token: string): void
}

export interface WebhookSightingsOptions {
  readonly db: Queryable
  readonly log: { warn(fields: object, message: string): void }
  /** Whose verify token it is; none: the server's own. */
  readonly accountsVerifiedBy: (token: string) => readonly string[]
  readonly everyMilliseconds?: number
}

interface Sighting {
  readonly transport: string
  readonly key: string
  at: number
}

/** More different ones within a second are let go: strangers' webhooks never come here, for they are signed. */
const mostNoted = 10_000

export function startWebhookSightings(options: WebhookSightingsOptions): WebhookSightings {
  const { db, log } = options
  let noted = new Map<string, Sighting>()
  let writing: Promise<void> = Promise.resolve()
  const write = (work: () => Promise<unknown>): void => {
    writing = writing.then(work).then(
      () => {},
      (err: unknown) => log.warn({ err }, 'when webhooks came could not be noted; they are kept all the same'),
    )
  }
  const flush = (): void => {
    if (noted.size === 0) return
    const sightings = [...noted.values()]
    noted = new Map()
    write(() => noteSightings(db, sightings))
  }
  const timer = setInterval(flush, options.everyMilliseconds ?? 1_000)
  timer.unref()
  return {
    saw(transport, key) {
      const name = `${transport} ${key}`
      const before = noted.get(name)
      if (before) before.at = Date.now()
      else if (noted.size < mostNoted) noted.set(name, { transport, key, at: Date.now() })
    },
    verified: (token) => write(() => noteVerified(db, options.accountsVerifiedBy(token))),
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      flush()
      await writing
    },
  }
}

// Ordered, so that two servers that note the same accounts wait for each other in turn.
const sighted = /* sql */ `
insert into account_webhooks (account_id, workspace_id, last_webhook_at)
select a.id, a.workspace_id, max(s.at)
from unnest($1::text[], $2::text[], $3::timestamptz[]) s (transport, key, at)
join accounts a on a.transport = s.transport and (a.external_id = s.key or a.business_account_id = s.key)
group by a.id, a.workspace_id order by a.id
on conflict (account_id) do update set
  last_webhook_at = greatest(account_webhooks.last_webhook_at, excluded.last_webhook_at)`

async function noteSightings(db: Queryable, sightings: readonly Sighting[]): Promise<void> {
  await db.query(sighted, [
    sightings.map(({ transport }) => transport),
    sightings.map(({ key }) => key),
    sightings.map(({ at }) => new Date(at).toISOString()),
  ])
}

/** The server's own token is everybody's who has none. */
const verified = /* sql */ `
insert into account_webhooks (account_id, workspace_id, verified_at)
select id, workspace_id, now() from accounts
where case when cardinality($1::uuid[]) > 0 then id = any ($1) else transport = 'cloud-api' and not secrets ? 'verifyToken' end
order by id
on conflict (account_id) do update set verified_at = excluded.verified_at`

async function noteVerified(db: Queryable, accountIds: readonly string[]): Promise<void> {
  await db.query(verified, [accountIds])
}
