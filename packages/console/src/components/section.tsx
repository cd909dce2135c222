import { type ReactNode, useId } from 'react'
import { Card } from './card.tsx'

export interface SectionProps {
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A part of a page under its heading. */
export function Section({ title, action, children }: SectionProps) {
  const id = useId()
  return (
    <Card aria-labelledby={id}>
      <div className="mb-3 flex min-h-7 flex-wrap items-center justify-between gap-3">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </Card>
  )
}
