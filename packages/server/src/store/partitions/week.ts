/** A partition: the Monday (00:00 UTC) on which it begins, and its name. It holds seven days. */
export interface Week {
  readonly from: Date
  readonly to: Date
}

const dayMs = 86_400_000
const weekMs = 7 * dayMs
// 1970-01-01 was a Thursday, so the first Monday is four days later.
const firstMondayMs = 4 * dayMs

/** The week that `date` lies in, `offset` weeks later (or earlier, below zero). */
export function weekOf(date: Date, offset = 0): Week {
  const from = Math.floor((date.getTime() - firstMondayMs) / weekMs) * weekMs + firstMondayMs + offset * weekMs
  return { from: new Date(from), to: new Date(from + weekMs) }
}

/** `inbox_p20261116`: the table and the Monday. */
export function partitionName(table: string, week: Week): string {
  return `${table}_p${week.from.toISOString().slice(0, 10).replaceAll('-', '')}`
}

/** The week that a partition of ours holds; undefined for a table of another name. */
export function weekOfPartition(table: string, name: string): Week | undefined {
  const [, year, month, day] = /_p(\d{4})(\d{2})(\d{2})$/.exec(name) ?? []
  if (!year) return undefined
  const week = weekOf(new Date(`${year}-${month}-${day}T00:00:00Z`))
  return partitionName(table, week) === name ? week : undefined
}
