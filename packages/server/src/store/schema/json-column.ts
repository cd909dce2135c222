import type { ColumnType } from 'kysely'

/** jsonb: read as parsed, written as JSON text made once by the caller (`pg` would write an array as a Postgres array). */
export type JsonColumn = ColumnType<unknown, string, string>
export type NullableJsonColumn = ColumnType<unknown, string | null, string | null>
