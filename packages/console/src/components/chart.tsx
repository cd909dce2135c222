import { lazy, Suspense, useId, useState } from 'react'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import type { ChartLook, ChartSeries } from './chart-canvas.tsx'
import { Skeleton } from './skeleton.tsx'

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }))

export interface ChartProps {
  readonly title: string
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly look?: ChartLook
  /** Whether a point is a day or a moment. */
  readonly by: 'day' | 'minute'
  readonly format?: (value: number) => string
  /** What may lie between two lines, ascending, e.g. of chart-steps.ts; without: 1, 2, 2.5 or 5 times a power of ten. */
  readonly steps?: readonly number[]
}

/** A chart, and for whoever does not see it, or wants the figures, the same as a table. */
export function Chart({ title, times, series, look = 'line', by, format = String, steps }: ChartProps) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const heading = useId()
  const [asTable, setAsTable] = useState(false)
  const timeOf = (seconds: number) =>
    show.dateTime(
      new Date(seconds * 1_000),
      by === 'day' ? { month: 'short', day: 'numeric', timeZone: 'UTC' } : { hour: '2-digit', minute: '2-digit' },
    )
  return (
    <section aria-labelledby={heading} className="min-w-0 rounded-xl border bg-surface p-4">
      <div className="mb-3 flex items-start justify-between gap-3">
        <div>
          <h2 id={heading} className="font-medium">
            {title}
          </h2>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-soft text-xs">
            {series.map(({ label, color }) => (
              <li key={label} className="flex items-center gap-1.5">
                <span aria-hidden className="size-2 rounded-full" style={{ backgroundColor: `var(--${color})` }} />
                {label}
              </li>
            ))}
          </ul>
        </div>
        <Button size="small" kind="ghost" onClick={() => setAsTable(!asTable)}>
          {words(asTable ? 'asChart' : 'asTable')}
        </Button>
      </div>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section aria-label={`${title}: ${words('asTable')}`} tabIndex={0} className="h-48 overflow-y-auto">
          <table className="w-full">
            <thead className="sticky top-0 bg-surface text-faint text-xs">
              <tr>
                <th scope="col" className="py-1 text-start font-medium">
                  {words(by === 'day' ? 'day' : 'time')}
                </th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" className="py-1 text-end font-medium">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((at, row) => (
                <tr key={at}>
                  <th scope="row" className="py-0.5 text-start font-normal">
                    {timeOf(at)}
                  </th>
                  {series.map(({ label, values }) => (
                    <td key={label} className="py-0.5 text-end tabular-nums">
                      {values[row] === null || values[row] === undefined ? '–' : format(values[row])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <Suspense fallback={<Skeleton className="h-48" />}>
          <ChartCanvas
            by={by}
            times={times}
            series={series}
            look={look}
            timeOf={timeOf}
            format={format}
            steps={steps}
            label={title}
          />
        </Suspense>
      )}
    </section>
  )
}
