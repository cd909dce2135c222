import type { Content } from '@switchboard/contract'
import { MapPin } from 'lucide-react'
import { CopyButton } from '../../components/copy-button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { safeLink } from '../format-text.ts'

type Location = Extract<Content, { type: 'location' }>

/** A place, on a sketch of its surroundings in degrees. No map is asked for from anywhere: that would tell somebody where customers are. */
export function Place({ location }: { readonly location: Location }) {
  const words = useTranslations('thread')
  const { latitude, longitude, name, address } = location
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  const link = location.url === undefined ? null : safeLink(location.url)
  return (
    <div className="w-72 max-w-full overflow-hidden rounded-xl bg-ink/5">
      <Sketch latitude={latitude} longitude={longitude} label={words('sketchOf', { coordinates })} />
      <div className="grid gap-1 p-2.5">
        {name && (
          <p dir="auto" className="flex items-center gap-1.5 font-medium">
            <MapPin aria-hidden className="size-4 shrink-0 text-accent-ink" />
            <span className="min-w-0 break-words">{name}</span>
          </p>
        )}
        {address && (
          <p dir="auto" className="break-words text-soft text-xs">
            {address}
          </p>
        )}
        <div className="flex items-center justify-between gap-2">
          <span className="select-all font-mono text-soft text-xs">{coordinates}</span>
          <CopyButton kind="ghost" text={coordinates} what={words('coordinates')} />
        </div>
        {link && (
          <a
            href={link}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="truncate text-info text-xs underline"
          >
            {link}
          </a>
        )}
      </div>
    </div>
  )
}

const [width, height] = [288, 120]
/** Degrees from one line to the next, and pixels. */
const grid = 0.01
const pixelsPerDegree = 48 / grid

interface SketchProps {
  readonly latitude: number
  readonly longitude: number
  readonly label: string
}

/** Lines of whole hundredths of a degree, about a kilometre apart, the place in the middle. */
function Sketch({ latitude, longitude, label }: SketchProps) {
  const shrink = Math.max(Math.cos((latitude * Math.PI) / 180), 0.15)
  const across = linesAround(longitude, width / 2 / (pixelsPerDegree * shrink))
  const along = linesAround(latitude, height / 2 / pixelsPerDegree)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="block w-full bg-info-soft">
      {across.map((degree) => {
        const x = width / 2 + (degree - longitude) * pixelsPerDegree * shrink
        return <line key={degree} x1={x} x2={x} y1={0} y2={height} className="stroke-info/30" />
      })}
      {along.map((degree) => {
        const y = height / 2 - (degree - latitude) * pixelsPerDegree
        return (
          <g key={degree}>
            <line x1={0} x2={width} y1={y} y2={y} className="stroke-info/30" />
            <text x={4} y={y - 3} className="fill-info font-mono text-[8px]">
              {hemisphere(degree, 'N', 'S')}
            </text>
          </g>
        )
      })}
      <text x={width - 4} y={height - 4} textAnchor="end" className="fill-info font-mono text-[8px]">
        {hemisphere(longitude, 'E', 'W')}
      </text>
      <circle cx={width / 2} cy={height / 2} r={16} className="fill-accent/20" />
      <path
        d={`M${width / 2} ${height / 2 + 2} c-10 -11 -10 -24 0 -24 s10 13 0 24z`}
        className="fill-accent stroke-surface"
        strokeWidth={1.5}
      />
      <circle cx={width / 2} cy={height / 2 - 13} r={3.5} className="fill-surface" />
    </svg>
  )
}

function linesAround(degree: number, reach: number): number[] {
  const first = Math.ceil((degree - reach) / grid)
  const last = Math.floor((degree + reach) / grid)
  return Array.from({ length: Math.min(Math.max(last - first + 1, 0), 40) }, (_, n) => (first + n) * grid)
}

function hemisphere(degree: number, positive: string, negative: string): string {
  return `${Math.abs(degree).toFixed(2)}° ${degree < 0 ? negative : positive}`
}
