import { z } from 'zod'
import { AccountId } from './ids.ts'

export const costGroups = ['account', 'category', 'country', 'day', 'model', 'type'] as const
export const CostGroup = z.enum(costGroups)
export type CostGroup = z.infer<typeof CostGroup>

const counts = {
  messages: z.int().meta({ description: 'That the provider priced; each counts once' }),
  billable: z.int().meta({ description: 'Of them: to be paid for, by the provider’s word' }),
  free: z.int().meta({ description: 'Of them: not to be paid for' }),
  failed: z.int().meta({ description: 'Of them: priced, and then not delivered' }),
  unstated: z.int().meta({ description: 'Of them: the provider does not say' }),
  amounts: z
    .array(z.object({ currency: z.string(), amount: z.string().meta({ description: 'A decimal number' }) }))
    .meta({
      description: 'Of the billable ones that have a rate in the file of rates; without such a file always empty',
    }),
  withoutRate: z
    .int()
    .meta({ description: 'Of the billable ones: no rate is stated for them, so they are in no amount' }),
}

export const CostRow = z
  .object({
    accountId: AccountId.optional(),
    category: z.string().optional(),
    country: z.string().nullable().optional().meta({ description: 'ISO 3166-1; null: unknown' }),
    day: z.iso.date().optional().meta({ description: 'UTC' }),
    model: z.string().nullable().optional(),
    type: z.string().nullable().optional(),
    ...counts,
  })
  .meta({ id: 'CostRow' })
export type CostRow = z.infer<typeof CostRow>

/** What messages cost, as far as the provider and the file of rates say it: nothing in it is guessed. */
export const CostReport = z
  .object({
    from: z.iso.date(),
    to: z.iso.date().meta({ description: 'Inclusive' }),
    groupBy: z.array(CostGroup),
    total: z.object(counts),
    items: z.array(CostRow),
    rates: z
      .object({
        file: z.boolean().meta({ description: 'COST_RATES_FILE is set' }),
        rows: z.int(),
        problems: z.array(z.string()).meta({ description: 'What of the file could not be used, with its line' }),
      })
      .meta({ description: 'Where the amounts come from' }),
  })
  .meta({ id: 'CostReport' })
export type CostReport = z.infer<typeof CostReport>
