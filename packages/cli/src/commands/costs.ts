import { CostGroup, type CostRow } from '@switchboard/contract'
import type { Command } from 'commander'
import { print, style, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface CostFlags extends SettingsFlags {
  readonly from?: string
  readonly to?: string
  readonly by: string
}

const dayMs = 24 * 60 * 60 * 1_000

/** `switchboard costs`: what messages cost, by the provider's word and the file of rates. */
export function registerCosts(program: Command): void {
  withDataDirectory(
    program
      .command('costs')
      .description('what messages cost: counts, and amounts by the rates of COST_RATES_FILE')
      .option('--from <day>', 'first day in UTC, like 2026-11-01 (default: 30 days up to --to)')
      .option('--to <day>', 'last day, inclusive (default: today)')
      .option('--by <groups>', 'of account, category, country, day, model, type, with commas', 'category,country'),
  ).action(costsCommand)
}

async function costsCommand(flags: CostFlags): Promise<void> {
  const groupBy = flags.by.split(',').map(readGroup)
  const to = readDay(flags.to ?? new Date().toISOString().slice(0, 10))
  const from = readDay(flags.from ?? new Date(Date.parse(to) - 29 * dayMs).toISOString().slice(0, 10))
  const { ensureDefaultWorkspace, listCosts, readCostRates } = await import('@switchboard/server')
  await withStore(flags, async ({ db }, { config }) => {
    const costs = readCostRates(config.costRatesFile)
    const rows = await listCosts(db, await ensureDefaultWorkspace(db), { from, to, groupBy, rates: costs.rates })
    if (!rows) throw new CommandError('There are more than 10,000 rows. Group by less, or ask for fewer days.')
    for (const problem of costs.problems) print(style('yellow', `COST_RATES_FILE: ${problem}`))
    if (rows.length === 0) return print(`No message was priced from ${from} to ${to}.`)
    const titles = [...groupBy, 'messages', 'billable', 'free', 'failed', 'unstated', 'amount']
    print(table([titles, ...rows.map((row) => [...groupBy.map((group) => nameOf(row, group)), ...cellsOf(row)])]))
    if (!costs.file) print('Set COST_RATES_FILE to see amounts: CSV with category,country,currency,rate[,from].')
  })
}

function readGroup(word: string): CostGroup {
  const group = CostGroup.safeParse(word.trim()).data
  if (group) return group
  throw new CommandError(`"${word}" is none of ${CostGroup.options.join(', ')}.`)
}

function readDay(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new CommandError(`"${text}" is no day like 2026-11-01.`)
}

function nameOf(row: CostRow, group: CostGroup): string {
  const name = group === 'account' ? row.accountId : row[group]
  return name ?? 'unknown'
}

function cellsOf({ messages, billable, free, failed, unstated, amounts, withoutRate }: CostRow): string[] {
  const priced = amounts.map(({ currency, amount }) => `${amount} ${currency}`)
  const missing = withoutRate > 0 ? [`${withoutRate} without a rate`] : []
  return [...[messages, billable, free, failed, unstated].map(String), [...priced, ...missing].join(' + ') || '-']
}
