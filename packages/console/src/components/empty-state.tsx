import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  /** What this place is for and how something comes to be here. */
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly className?: string
  /** `h1` where the page has no other heading. */
  readonly heading?: 'h1' | 'h2'
}

/** What stands where nothing is yet: it teaches what to do. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  className,
  heading: Heading = 'h2',
}: EmptyStateProps) {
  return (
    <div className={classNames('mx-auto grid max-w-sm justify-items-center gap-3 px-6 py-12 text-center', className)}>
      <span className="grid size-12 place-items-center rounded-2xl bg-accent-soft text-accent-ink">
        <Icon aria-hidden className="size-6" />
      </span>
      <Heading className="font-semibold text-base text-ink">{title}</Heading>
      {children && <div className="text-pretty text-soft">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
