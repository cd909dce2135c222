import type { CostReport, Stats } from '@switchboard/contract'
import { useMemo } from 'react'
import { useFormatter } from 'use-intl'
import { Chart } from '../../components/chart.tsx'
import { countSteps, timeSteps } from '../../components/chart-steps.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from './duration.ts'
import type { Span } from './overview-search.ts'
import { datesOf } from './queries.ts'

export interface OverviewChartsProps {
  readonly stats: Stats
  readonly costs: CostReport | undefined
  readonly days: Span
  readonly timeZone: string
}

/** The span day by day; a day without a message is a zero, not a gap. */
export function OverviewCharts({ stats, costs, days, timeZone }: OverviewChartsProps) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const duration = useDuration()
  const { times, volume, answers, rates } = useMemo(() => {
    const dates = datesOf(days, timeZone)
    const byDate = new Map(stats.byDay.map((day) => [day.date, day]))
    const rows = dates.map((date) => byDate.get(date))
    const share = (part: number | undefined, all: number | undefined) => (all ? (part ?? 0) / all : null)
    return {
      times: dates.map((date) => Date.parse(date) / 1_000),
      volume: { in: rows.map((row) => row?.inbound ?? 0), out: rows.map((row) => row?.outbound ?? 0) },
      answers: rows.map((row) => row?.medianResponseSeconds ?? null),
      rates: {
        delivered: rows.map((row) => share(row?.delivered, row?.outbound)),
        failed: rows.map((row) => share(row?.failed, row?.outbound)),
      },
    }
  }, [stats, days, timeZone])
  return (
    <div className="grid gap-4 *:last:odd:col-span-full lg:grid-cols-2">
      <Chart
        title={words('volume')}
        by="day"
        times={times}
        series={[
          { label: words('received'), color: 'accent', values: volume.in },
          { label: words('sent'), color: 'info', values: volume.out },
        ]}
        format={(value) => show.number(value)}
        steps={countSteps}
      />
      <Chart
        title={words('answers')}
        by="day"
        times={times}
        series={[{ label: words('firstAnswer'), color: 'warning', values: answers }]}
        format={duration}
        steps={timeSteps}
      />
      <Chart
        title={words('rates')}
        by="day"
        times={times}
        series={[
          { label: words('delivered'), color: 'accent', values: rates.delivered },
          { label: words('failed'), color: 'danger', values: rates.failed },
        ]}
        format={(value) => show.number(value, { style: 'percent', maximumFractionDigits: 1 })}
      />
      <CostChart costs={costs} times={times} />
    </div>
  )
}

function CostChart({ costs, times }: { readonly costs: CostReport | undefined; readonly times: readonly number[] }) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const currency = costs?.total.amounts[0]?.currency
  if (!costs || currency === undefined) return null
  const byDay = new Map(
    costs.items.map(({ day, amounts }) => [
      day,
      Number(amounts.find((amount) => amount.currency === currency)?.amount ?? 0),
    ]),
  )
  const values = times.map((at) => byDay.get(new Date(at * 1_000).toISOString().slice(0, 10)) ?? 0)
  return (
    <Chart
      title={words('costs')}
      by="day"
      look="bars"
      times={times}
      series={[{ label: currency, color: 'info', values }]}
      format={(value) => show.number(value, { style: 'currency', currency })}
    />
  )
}
