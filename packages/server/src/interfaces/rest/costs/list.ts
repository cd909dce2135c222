import { AccountId, CostGroup, CostReport } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { type CostCounts, type CostRate, listCosts, mostCostRows } from '../../../store/queries/list-costs.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const dayMs = 24 * 60 * 60 * 1_000
const usualDays = 30
const mostDays = 366
const usualGroups = ['category', 'country', 'day'] as const

const Query = z.object({
  from: z.iso.date().optional().meta({ description: 'First day, in UTC. Default: 30 days up to `to`' }),
  to: z.iso.date().optional().meta({ description: 'Last day, inclusive. Default: today' }),
  accountId: AccountId.optional(),
  groupBy: z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(CostGroup).min(1))
    .optional()
    .meta({
      description: 'Of account, category, country, day, model, type, with commas. Default: category,country,day',
    }),
})

export interface CostDependencies {
  readonly db: Database
  readonly costs: { readonly file: boolean; readonly rates: readonly CostRate[]; readonly problems: readonly string[] }
}

const nothing: CostCounts = { messages: 0, billable: 0, free: 0, failed: 0, unstated: 0, amounts: [], withoutRate: 0 }

/** `GET /v1/costs`: the ledger of what messages cost. */
export function registerListCosts(app: App, { db, costs }: CostDependencies): void {
  app.get(
    '/v1/costs',
    {
      schema: {
        summary: 'What messages cost',
        description:
          'Counted from the pricing that the provider puts on receipts, each message once. Amounts only by the rates of your own file (COST_RATES_FILE); none is ever guessed.',
        tags: ['costs'],
        querystring: Query,
        response: { 200: CostReport },
      },
    },
    async (request) => {
      const { accountId, groupBy = [...usualGroups] } = request.query
      const span = spanOf(request.query)
      const { workspaceId } = principalOf(request)
      const args = { ...span, accountId, rates: costs.rates }
      const items = await listCosts(db, workspaceId, { ...args, groupBy })
      if (!items)
        throw new Refusal('invalid-request', {
          detail: `The answer would have more than ${mostCostRows} rows. Group by less, or ask for fewer days.`,
        })
      const [total = nothing] = (await listCosts(db, workspaceId, { ...args, groupBy: [] })) ?? []
      const { file, rates, problems } = costs
      return { ...span, groupBy, total, items, rates: { file, rows: rates.length, problems: [...problems] } }
    },
  )
}

function spanOf(query: z.infer<typeof Query>): { readonly from: string; readonly to: string } {
  const to = query.to ?? new Date().toISOString().slice(0, 10)
  const from = query.from ?? new Date(Date.parse(to) - (usualDays - 1) * dayMs).toISOString().slice(0, 10)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days < 1 || days > mostDays)
    throw new Refusal('invalid-request', { detail: `\`to\` is \`from\` or later, by less than ${mostDays} days.` })
  return { from, to }
}
