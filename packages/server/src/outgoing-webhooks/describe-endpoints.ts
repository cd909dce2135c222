import pg from 'pg'

interface Row {
  readonly url: string
  readonly disabled_reason: string | null
  readonly paused_until: Date | null
  readonly failing_since: Date | null
}

// Hosts only: an address may hold a secret.
const text = /* sql */ `
select url, case when state = 'disabled' then disabled_reason end as disabled_reason,
  case when resume_at > now() then resume_at end as paused_until, failing_since
from webhook_endpoints order by id`

/**
 * How many webhook endpoints there are, and which of them are told nothing now, and why, in a sentence for whoever runs the server.
 * @returns undefined where the database cannot say: it is another check's to tell why
 */
export async function describeEndpoints(connectionString: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<Row>(text)
    const told = rows.flatMap(wordsOf)
    const count = rows.length === 1 ? '1 endpoint' : `${rows.length} endpoints`
    return [count, ...told].join('; ')
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {
      // It never connected; there is nothing to end.
    })
  }
}

function wordsOf({ url, disabled_reason: reason, paused_until: until, failing_since: since }: Row): string[] {
  const { host } = new URL(url)
  if (reason !== null) return [`${host} is disabled (${reason})`]
  if (until !== null) return [`${host} asked for a pause until ${until.toISOString()}`]
  return since === null ? [] : [`${host} fails since ${since.toISOString()}`]
}
