import pg from 'pg'

/** As much of pg's connection as is written to; its types leave it out. */
export interface Wire {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>
  readonly submittedNamedStatements: Readonly<Record<string, string | undefined>>
  bind(values: { readonly statement: string; readonly values: readonly string[] }): void
  execute(portal: object): void
  describe(what: object): void
}

export interface CommandComplete {
  readonly text: string
}

export type Settle = (error: Error | null, result: pg.QueryResult) => void

interface RowDescription {
  readonly fields: readonly pg.FieldDef[]
}

/** pg's query with those of its methods that its types leave out: called for what comes back, and to write itself. */
const Query = pg.Query as unknown as new (
  config: object,
  values: undefined,
  callback: Settle,
) => pg.Submittable & {
  readonly name: string | undefined
  prepare(connection: Wire): void
  handleRowDescription(message: RowDescription): void
  handleDataRow(message: object): void
  handleCommandComplete(message: CommandComplete, connection: Wire): void
}

/** A connection that is not asked what columns an answer has, and what they were of each statement that has a name. */
interface Knowing {
  readonly undescribed: Wire
  readonly descriptions: Map<string, RowDescription>
}

const knowing = new WeakMap<Wire, Knowing>()

function knowingOf(connection: Wire): Knowing {
  const known = knowing.get(connection)
  if (known !== undefined) return known
  const undescribed: Wire = Object.create(connection, { describe: { value: () => {} } })
  const made = { undescribed, descriptions: new Map() }
  knowing.set(connection, made)
  return made
}

/**
 * A statement whose columns are asked for once a connection, if it has a name: pg asks at every call, Postgres looks each of them
 * up and pg reads them again (docs/benchmarks.md). They stay what they were: Postgres refuses to run a statement under its name
 * once it would give others, and then its connection is given up (`isOutdated`).
 */
export class DescribedQuery extends Query {
  #descriptions: Map<string, RowDescription> | null = null

  constructor(statement: pg.QueryConfig, settle: Settle) {
    // Without a name and values pg would send it in a message of its own kind, which ends the transaction of a limited one.
    super({ ...statement, queryMode: 'extended' }, undefined, settle)
  }

  override prepare(connection: Wire): void {
    if (this.name === undefined) return super.prepare(connection)
    const { undescribed, descriptions } = knowingOf(connection)
    const description = descriptions.get(this.name)
    if (description === undefined) {
      this.#descriptions = descriptions
      return super.prepare(connection)
    }
    super.handleRowDescription(description)
    super.prepare(undescribed)
  }

  override handleRowDescription(message: RowDescription): void {
    if (this.name !== undefined) this.#descriptions?.set(this.name, message)
    super.handleRowDescription(message)
  }
}

/** SQLSTATE of a statement under its name that would give other columns than it did. */
const columnsChanged = '0A000'
const outdated = new WeakSet<pg.PoolClient>()

/** Another process has changed the columns of a statement that this connection has under a name: it would be refused each time. */
export function isOutdated(client: pg.PoolClient): boolean {
  return outdated.has(client)
}

/** @param queryOf makes what is asked, which settles by what it is given */
export function answerOf(client: pg.PoolClient, queryOf: (settle: Settle) => DescribedQuery): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = queryOf((error, result) => {
      if (error === null) return resolve(result)
      if ('code' in error && error.code === columnsChanged) outdated.add(client)
      reject(error)
    })
    client.query(query)
  })
}

/** A statement with a name. */
export function queryNamed(client: pg.PoolClient, statement: pg.QueryConfig): Promise<pg.QueryResult> {
  return answerOf(client, (settle) => new DescribedQuery(statement, settle))
}
