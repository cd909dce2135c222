import pg from 'pg'

/** For the transaction that they are asked in. */
const limits = {
  name: 'switchboard_limits',
  text: `select set_config('statement_timeout', $1, true), set_config('plan_cache_mode', $2, true),
    set_config('transaction_read_only', 'on', true)`,
}

/** As much of pg's connection as is written to here; its types leave it out. */
interface Wire {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>
  readonly submittedNamedStatements: Readonly<Record<string, string | undefined>>
  bind(values: { readonly statement: string; readonly values: readonly string[] }): void
  execute(portal: object): void
}

interface CommandComplete {
  readonly text: string
}

/** pg's query with those of its methods that its types leave out: called for what comes back, and to write itself. */
const Query = pg.Query as unknown as new (
  config: object,
  values: undefined,
  callback: Settle,
) => pg.Submittable & {
  prepare(connection: Wire): void
  handleDataRow(message: object): void
  handleCommandComplete(message: CommandComplete, connection: Wire): void
}

type Settle = (error: Error | null, result: pg.QueryResult) => void

/**
 * A statement behind its limits, before one Sync: all that comes before a Sync outside of a transaction block is a transaction,
 * which ends with it. So begin and commit are not sent, and one answer comes instead of three, each of which wakes us (docs/benchmarks.md).
 *
 * States: settling (the answer of the limits comes) → answering, as any query of pg's; an error ends it from either.
 */
class LimitedQuery extends Query {
  readonly #limits: readonly string[]
  #isSettling = true

  constructor(limits: readonly string[], statement: pg.QueryConfig, settle: Settle) {
    // Without a name and values pg would send it in a message of its own kind, which ends the transaction.
    super({ ...statement, queryMode: 'extended' }, undefined, settle)
    this.#limits = limits
  }

  override prepare(connection: Wire): void {
    connection.bind({ statement: limits.name, values: this.#limits })
    connection.execute({})
    super.prepare(connection)
  }

  override handleDataRow(message: object): void {
    if (!this.#isSettling) super.handleDataRow(message)
  }

  override handleCommandComplete(message: CommandComplete, connection: Wire): void {
    if (!this.#isSettling) return super.handleCommandComplete(message, connection)
    this.#isSettling = false
  }
}

/** In a read-only transaction of its own; outside of any. */
export async function queryLimited(
  client: pg.PoolClient,
  milliseconds: number,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult> {
  const values = [String(milliseconds), statement.name === undefined ? 'auto' : 'force_generic_plan']
  // A Client at runtime, whose types leave its connection out.
  const { connection } = client as unknown as { connection: Wire }
  const known = connection.parsedStatements[limits.name] ?? connection.submittedNamedStatements[limits.name]
  // Once a connection; by itself it limits nothing.
  if (known === undefined) await client.query({ ...limits, values })
  return new Promise((resolve, reject) => {
    const settle: Settle = (error, result) => (error === null ? resolve(result) : reject(error))
    client.query(new LimitedQuery(values, statement, settle))
  })
}
