import { type ReactNode, useId } from 'react'
import { Card } from '../../components/card.tsx'

/** One numbered step of making a broadcast. */
export function Step({
  number,
  title,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <Card aria-labelledby={id} className="grid grid-cols-1 gap-4">
      <h2 id={id} className="flex items-center gap-3 font-semibold">
        <span
          aria-hidden
          className="grid size-6 place-items-center rounded-full bg-accent-soft text-accent-ink text-xs"
        >
          {number}
        </span>
        {title}
      </h2>
      {children}
    </Card>
  )
}
