import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useTheme } from '../theme/theme.ts'
import 'uplot/dist/uPlot.min.css'

export type ChartLook = 'line' | 'bars'

export interface ChartSeries {
  readonly label: string
  /** One of the names of styles.css. */
  readonly color: 'accent' | 'info' | 'warning' | 'danger' | 'faint'
  /** null where nothing is known: the line has a gap. */
  readonly values: readonly (number | null)[]
}

export interface ChartCanvasProps {
  readonly label: string
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly look: ChartLook
  readonly by: 'day' | 'minute'
  readonly timeOf: (seconds: number) => string
  readonly format: (value: number) => string
  readonly steps: readonly number[] | undefined
}

const height = 192

/** The drawing itself, by uPlot; follows the width of its place and the look of the page. */
export function ChartCanvas(props: ChartCanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const { dark } = useTheme()
  const newest = useRef(props)
  newest.current = props
  const { times, series, look } = props
  const shape = series.map(({ label, color }) => `${label} ${color}`).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another look, language or kind of chart is another drawing; new figures go into the same one below
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = new uPlot(optionsOf(newest.current, element.clientWidth), dataOf(newest.current), element)
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    drawn.current = chart
    return () => {
      observer.disconnect()
      chart.destroy()
      drawn.current = undefined
    }
  }, [shape, look, dark])
  const drawn = useRef<uPlot>(undefined)
  useEffect(() => {
    drawn.current?.setData(dataOf({ times, series }))
  }, [times, series])
  return <div ref={place} role="img" aria-label={props.label} className="h-48 min-w-0 overflow-hidden" />
}

function dataOf({ times, series }: Pick<ChartCanvasProps, 'times' | 'series'>): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])]
}

const dayWidth = 72

/** The days that have room for their names, from the newest backwards: a day is a point of its own, not a midnight of this browser's. */
function daysNamed(times: readonly number[], width: number): number[] {
  const step = Math.max(1, Math.ceil((times.length * dayWidth) / width))
  return times.filter((_at, index) => (times.length - 1 - index) % step === 0)
}

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

function optionsOf({ by, series, look, timeOf, format, steps }: ChartCanvasProps, width: number): uPlot.Options {
  const axis = {
    stroke: colorOf('faint'),
    grid: { stroke: colorOf('line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui',
  }
  const paths = look === 'bars' ? uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.2 }) : uPlot.paths.linear?.()
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        ...(by === 'day' ? { splits: (plot: uPlot) => daysNamed([...plot.data[0]], plot.width) } : undefined),
        values: (_plot, ticks) => ticks.map(timeOf),
      },
      {
        ...axis,
        size: 56,
        ...(steps ? { incrs: [...steps] } : undefined),
        values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : format(tick))),
      },
    ],
    series: [
      {},
      ...series.map(({ label, color }) => ({
        label,
        stroke: colorOf(color),
        width: 2,
        points: { show: look === 'line' && series[0] !== undefined && series[0].values.length < 40, size: 5 },
        ...(look === 'bars' ? { fill: colorOf(color) } : undefined),
        ...(paths ? { paths } : undefined),
      })),
    ],
  }
}
