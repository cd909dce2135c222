import pg from 'pg'

/** As much of pg's connection as is written to; its types leave it out. */
export interface Wire {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>
  readonly submittedNamedStatements: Readonly<Record<string, string | undefined>>
  bind(values: { readonly statement: string; readonly values: readonly string[] }): void
  execute(portal: object): void
  describe(what: object): void
  _send(message: Buffer): void
}

export interface CommandComplete {
  readonly text: string
}

export type Settle = (error: Error | null, result: pg.QueryResult) => void

interface RowDescription {
  readonly fields: readonly pg.FieldDef[]
}

export interface DataRow {
  readonly fields: readonly (string | null)[]
}

/** As much of pg's result as says how its rows are read. */
interface Reading {
  fields: readonly pg.FieldDef[]
  _parsers: readonly ((text: string) => unknown)[] | undefined
  _prebuiltEmptyResultObject: Readonly<Record<string, unknown>> | null
}

interface ReadResult extends Reading {
  readonly rows: Record<string, unknown>[]
}

/** pg's query with those of its methods that its types leave out: called for what comes back, and to write itself. */
const Query = pg.Query as unknown as new (
  config: object,
  values: undefined,
  callback: Settle,
) => pg.Submittable & {
  readonly name: string | undefined
  readonly _result: ReadResult
  prepare(connection: Wire): void
  handleRowDescription(message: RowDescription): void
  handleDataRow(message: DataRow): void
  handleCommandComplete(message: CommandComplete, connection: Wire): void
}

/** A connection that is not asked what columns an answer has; and how answers are read of each statement that has a name. */
interface Knowing {
  /** Writes nothing by itself: `sent` is taken out and written at once. */
  readonly undescribed: Wire
  readonly sent: Buffer[]
  readonly readings: Map<string, Reading>
}

const knowing = new WeakMap<Wire, Knowing>()

function knowingOf(connection: Wire): Knowing {
  const known = knowing.get(connection)
  if (known !== undefined) return known
  const sent: Buffer[] = []
  const undescribed: Wire = Object.create(connection, {
    describe: { value: () => {} },
    _send: { value: (message: Buffer) => sent.push(message) },
  })
  const made = { undescribed, sent, readings: new Map() }
  knowing.set(connection, made)
  return made
}

/**
 * A statement whose columns are asked for once a connection, if it has a name: pg asks at every call, Postgres looks each of them
 * up and pg reads them again (docs/benchmarks.md). They stay what they were: Postgres refuses to run a statement under its name
 * once it would give others, and then its connection is given up (`isOutdated`). All that such a call says is one write.
 */
export class DescribedQuery extends Query {
  #readings: Map<string, Reading> | null = null
  #reading: Reading | null = null

  constructor(statement: pg.QueryConfig, settle: Settle) {
    // Without a name and values pg would send it in a message of its own kind, which ends the transaction of a limited one.
    super({ ...statement, queryMode: 'extended' }, undefined, settle)
  }

  override prepare(connection: Wire): void {
    const knowing = this.name === undefined ? null : knowingOf(connection)
    const reading = knowing === null ? undefined : knowing.readings.get(this.name ?? '')
    if (knowing === null || reading === undefined) {
      this.#readings = knowing?.readings ?? null
      this.begin(connection)
      return super.prepare(connection)
    }
    this.#reading = reading
    const { _result: result } = this
    result.fields = reading.fields
    result._parsers = reading._parsers
    result._prebuiltEmptyResultObject = reading._prebuiltEmptyResultObject
    // Nothing stays for the next one of what could not be said to its end.
    knowing.sent.length = 0
    this.begin(knowing.undescribed)
    super.prepare(knowing.undescribed)
    connection._send(Buffer.concat(knowing.sent))
  }

  /** What is said before the statement, with it. */
  protected begin(_connection: Wire): void {}

  override handleRowDescription(message: RowDescription): void {
    super.handleRowDescription(message)
    if (this.name === undefined) return
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result
    // Two columns of one name are for pg to put in order.
    if (new Set(fields.map(({ name }) => name)).size < fields.length) return
    this.#readings?.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject })
  }

  override handleDataRow(message: DataRow): void {
    if (this.#reading === null) return super.handleDataRow(message)
    let row: Record<string, unknown>
    try {
      row = readRow(this.#reading, message)
    } catch {
      // It comes to the same error, and to its place.
      return super.handleDataRow(message)
    }
    this._result.rows.push(row)
  }
}

/** As pg's own, but that nulls, which are many, stand in the row already. */
function readRow({ fields, _parsers: parsers, _prebuiltEmptyResultObject: empty }: Reading, message: DataRow) {
  const row = { ...empty }
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    const text = message.fields[index]
    if (field !== undefined && typeof text === 'string') row[field.name] = parsers?.[index]?.(text)
  }
  return row
}

/** SQLSTATE of a statement under its name that would give other columns than it did. */
const columnsChanged = '0A000'
const outdated = new WeakSet<pg.PoolClient>()

/**
 * A statement that this connection had under a name would be refused each time: another process has changed its columns, or pg closed
 * it and does not know, as it does where a value cannot be sent.
 */
export function isOutdated(client: pg.PoolClient): boolean {
  return outdated.has(client)
}

/** @param queryOf makes what is asked, which settles by what it is given */
export function answerOf(client: pg.PoolClient, queryOf: (settle: Settle) => DescribedQuery): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = queryOf((error, result) => {
      if (error === null) return resolve(result)
      // What Postgres says has a code.
      if (!('code' in error) || error.code === columnsChanged) outdated.add(client)
      reject(error)
    })
    client.query(query)
  })
}

/** A statement with a name. */
export function queryNamed(client: pg.PoolClient, statement: pg.QueryConfig): Promise<pg.QueryResult> {
  return answerOf(client, (settle) => new DescribedQuery(statement, settle))
}
