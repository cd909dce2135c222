import type pg from 'pg'
import {
  answerOf,
  type CommandComplete,
  type DataRow,
  DescribedQuery,
  type Settle,
  type Wire,
} from './described-query.ts'

/** For the transaction that they are asked in. */
const limits = {
  name: 'switchboard_limits',
  text: `select set_config('statement_timeout', $1, true), set_config('plan_cache_mode', $2, true),
    set_config('transaction_read_only', 'on', true)`,
}

/**
 * A statement behind its limits, before one Sync: all that comes before a Sync outside of a transaction block is a transaction,
 * which ends with it. So begin and commit are not sent, and one answer comes instead of three, each of which wakes us (docs/benchmarks.md).
 *
 * States: settling (the answer of the limits comes) → answering, as any query of pg's; an error ends it from either.
 */
class LimitedQuery extends DescribedQuery {
  readonly #limits: readonly string[]
  #isSettling = true

  constructor(limits: readonly string[], statement: pg.QueryConfig, settle: Settle) {
    super(statement, settle)
    this.#limits = limits
  }

  protected override begin(connection: Wire): void {
    connection.bind({ statement: limits.name, values: this.#limits })
    connection.execute({})
  }

  override handleDataRow(message: DataRow): void {
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
  return answerOf(client, (settle) => new LimitedQuery(values, statement, settle))
}
