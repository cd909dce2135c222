import { type ReactNode, useId } from 'react'
import { Card } from '../../components/card.tsx'

export interface BlockProps {
  readonly title: string
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** One subject of a section, on a surface of its own. */
export function Block({ title, intro, actions, children }: BlockProps) {
  const id = useId()
  return (
    <Card aria-labelledby={id} className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id={id} className="font-semibold text-base">
            {title}
          </h2>
          {intro && <p className="mt-0.5 max-w-prose text-pretty text-soft">{intro}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </Card>
  )
}
