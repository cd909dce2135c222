import type { ReactNode } from 'react'

export interface PanelSectionProps {
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function PanelSection({ title, action, children }: PanelSectionProps) {
  return (
    <section className="grid gap-2.5 p-4">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 dir="auto" className="truncate font-medium text-soft text-xs">
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  )
}
