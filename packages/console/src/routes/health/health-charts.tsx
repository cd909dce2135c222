import type { HealthSample } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useFormatter } from 'use-intl'
import { Chart } from '../../components/chart.tsx'
import { countSteps, timeSteps } from '../../components/chart-steps.ts'
import { Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from '../overview/duration.ts'
import { historyQuery } from './queries.ts'

const route = getRouteApi('/health')
const spans = [1, 6, 24, 168] as const

/** A line a minute of the whole server; for whoever may see figures of all its workspaces. */
export function HealthCharts() {
  const words = useTranslations('health')
  const show = useFormatter()
  const duration = useDuration()
  const { hours: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const hours = spans.find((span) => span === asked) ?? 6
  const { data, error, refetch } = useQuery(historyQuery(hours))
  const items = data?.items ?? []
  const times = items.map(({ at }) => Date.parse(at) / 1_000)
  const of = (name: Exclude<keyof HealthSample, 'at'>) => items.map((item) => item[name])
  const count = (value: number) => show.number(value)
  return (
    <section aria-labelledby="health-history" className="grid gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="health-history" className="font-semibold text-lg">
          {words('history')}
        </h2>
        <Select
          aria-label={words('span')}
          className="w-36"
          value={hours}
          onChange={({ target }) => void navigate({ search: { hours: Number(target.value) }, replace: true })}
        >
          {spans.map((span) => (
            <option key={span} value={span}>
              {words('hours', { count: span })}
            </option>
          ))}
        </Select>
      </div>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data && items.length === 0 && <p className="text-soft">{words('noHistory')}</p>}
      {items.length > 0 && (
        <div className="grid gap-4 lg:grid-cols-2">
          <Chart
            title={words('traffic')}
            by="minute"
            times={times}
            series={[
              { label: words('received'), color: 'accent', values: of('received') },
              { label: words('sent'), color: 'info', values: of('sent') },
            ]}
            format={count}
            steps={countSteps}
          />
          <Chart
            title={words('waiting')}
            by="minute"
            times={times}
            series={[
              { label: words('pending'), color: 'accent', values: of('pending') },
              { label: words('queued'), color: 'info', values: of('queued') },
              { label: words('parked'), color: 'danger', values: of('parked') },
            ]}
            format={count}
            steps={countSteps}
          />
          <Chart
            title={words('delays')}
            by="minute"
            times={times}
            series={[
              { label: words('lag'), color: 'accent', values: of('lagSeconds') },
              { label: words('sendLag'), color: 'info', values: of('sendLagSeconds') },
            ]}
            format={duration}
            steps={timeSteps}
          />
          <Chart
            title={words('database')}
            by="minute"
            times={times}
            series={[{ label: words('answerTime'), color: 'warning', values: of('databaseMilliseconds') }]}
            format={(value) => words('milliseconds', { value: show.number(value, { maximumFractionDigits: 1 }) })}
          />
        </div>
      )}
    </section>
  )
}
