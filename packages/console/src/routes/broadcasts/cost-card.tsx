import type { BroadcastDetail } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { Section } from '../../components/section.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useTemplateWords } from '../../templates/template-words.ts'
import { approvedTemplatesQuery, recentCostsQuery } from './queries.ts'
import { templateOf } from './template-of.ts'

/** What it may cost, by what such messages did cost: nothing where that is not known. */
export function CostCard({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const format = useFormatter()
  const said = useTemplateWords()
  const templates = useQuery(approvedTemplatesQuery)
  const costs = useQuery(recentCostsQuery)
  const category = templateOf(broadcast, templates.data?.items)?.category
  const count = broadcast.check?.allowed ?? broadcast.recipients.pending
  if (!category || !costs.data) return null
  const row = costs.data.items.find((item) => item.category?.toLowerCase() === category.toLowerCase())
  const rated = row ? row.billable - row.withoutRate : 0
  const [amount] = row?.amounts ?? []
  const named = said.category(category)
  const each = amount && rated > 0 ? Number(amount.amount) / rated : undefined
  const money = (value: number, digits: number) =>
    format.number(value, { style: 'currency', currency: amount?.currency ?? 'USD', maximumFractionDigits: digits })
  return (
    <Section title={words('costTitle')}>
      <p className="text-pretty text-soft">
        {each === undefined
          ? words('costUnknown', { category: named })
          : words('costPer', {
              category: named,
              amount: money(each, 4),
              total: money(each * count, 2),
              count: format.number(count),
            })}
      </p>
    </Section>
  )
}
