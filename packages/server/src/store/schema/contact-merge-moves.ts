import type { JsonColumn } from './json-column.ts'

export interface ContactMergeMovesTable {
  merge_id: string
  table_name: string
  row_key: string
  previous: JsonColumn
}
