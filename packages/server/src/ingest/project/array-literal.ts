/** Column types that rows are written with; times are milliseconds since 1970, jsonb is JSON text. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'jsonb'
  | 'timestamptz'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'xid'

export type ColumnValue = string | number | boolean | null

/**
 * A Postgres array in its text form. `pg` makes the same out of a JavaScript array, but asks of every element what it is;
 * we know, and only text needs quoting.
 */
export function arrayLiteral(type: ColumnType, values: readonly ColumnValue[]): string {
  let literal = '{'
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) literal += ','
    const value = values[index]
    if (value === null || value === undefined) literal += 'NULL'
    else if (type === 'text' || type === 'jsonb') literal += quoted(String(value))
    else if (type === 'timestamptz') literal += new Date(Number(value)).toISOString()
    else literal += String(value)
  }
  return `${literal}}`
}

const special = /["\\]/
function quoted(text: string): string {
  return special.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}
