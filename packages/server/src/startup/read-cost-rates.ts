import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import type { CostRate } from '../store/queries/list-costs.ts'

/** What the file of rates says, and what of it could not be used. */
export interface CostRates {
  /** Whether there is one. */
  readonly file: boolean
  readonly rates: readonly CostRate[]
  /** As sentences, with the line. */
  readonly problems: readonly string[]
}

export const noCostRates: CostRates = { file: false, rates: [], problems: [] }

const columns = ['category', 'country', 'currency', 'rate', 'from']
const fromEver = '0001-01-01'
const mostProblems = 100

/**
 * Reads COST_RATES_FILE: CSV with the header `category,country,currency,rate` and, if prices change, `from` (a day in UTC). Country
 * is ISO 3166-1 alpha-2 or `*` for every other one. Never throws: a row that cannot be used is named and left out, so a slip in a
 * list of prices keeps no server from receiving messages.
 */
export function readCostRates(path: string | undefined): CostRates {
  if (path === undefined) return noCostRates
  try {
    return { file: true, ...parseCostRates(readFileSync(path, 'utf8')) }
  } catch (error) {
    // Of the file system, or of a file that is no CSV from its first line on.
    const reason = error instanceof Error ? error.message : String(error)
    return { file: true, rates: [], problems: [`${path} cannot be read: ${reason}`] }
  }
}

export function parseCostRates(text: string): Omit<CostRates, 'file'> {
  const rates = new Map<string, CostRate>()
  const problems: string[] = []
  let header: readonly string[] | undefined
  for (const { record, line } of recordsOf(text)) {
    if (!header) {
      header = record.map((name) => name.toLowerCase())
      const missing = columns.slice(0, 4).filter((name) => !header?.includes(name))
      if (missing.length > 0) return { rates: [], problems: [`line ${line}: the header lacks ${missing.join(', ')}`] }
      continue
    }
    const read = readRate(Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])))
    const wrong =
      typeof read === 'string' ? read : rates.has(keyOf(read)) ? 'says again what a line before it said' : null
    if (typeof read !== 'string' && wrong === null) rates.set(keyOf(read), read)
    if (wrong !== null && problems.length < mostProblems) problems.push(`line ${line}: ${wrong}`)
  }
  if (!header) problems.push('the file is empty')
  return { rates: [...rates.values()], problems }
}

function recordsOf(text: string): { readonly record: string[]; readonly line: number }[] {
  try {
    const options = {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      comment: '#',
      info: true,
    }
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[] // what `info` makes of it
    return rows.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    if (error instanceof CsvError) throw new Error(error.message, { cause: error })
    throw error
  }
}

function keyOf({ category, country, from }: CostRate): string {
  return `${category} ${country} ${from}`
}

/** A rate, or what is wrong with the row. */
function readRate(row: Readonly<Record<string, string>>): CostRate | string {
  const category = (row['category'] ?? '').toLowerCase()
  const country = (row['country'] ?? '').toUpperCase()
  const currency = (row['currency'] ?? '').toUpperCase()
  const rate = row['rate'] ?? ''
  const from = row['from'] || fromEver
  if (!/^[a-z][a-z_-]{0,63}$/.test(category)) return `"${category}" is no category like marketing`
  if (!/^(?:[A-Z]{2}|\*)$/.test(country)) return `"${country}" is no country like DE, nor *`
  if (!/^[A-Z]{3}$/.test(currency)) return `"${currency}" is no currency like EUR`
  if (!/^\d{1,9}(?:\.\d{1,10})?$/.test(rate)) return `"${rate}" is no rate like 0.0691`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(Date.parse(from))) return `"${from}" is no day like 2026-10-01`
  return { category, country, currency, rate, from }
}
