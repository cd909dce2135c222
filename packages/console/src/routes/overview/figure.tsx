import type { ReactNode } from 'react'

export interface FigureProps {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
}

/** One number that matters, with what it means. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <div className="rounded-xl border bg-surface p-4">
      <dt className="text-soft">{label}</dt>
      <dd className="mt-1">
        <span className="font-semibold text-2xl tabular-nums tracking-tight">{value}</span>
        {note && <span className="mt-0.5 block text-faint text-xs">{note}</span>}
      </dd>
    </div>
  )
}
