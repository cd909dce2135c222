import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { isProblem } from '../api/problem.ts'
import { EmptyState } from './empty-state.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Skeleton } from './skeleton.tsx'

interface MissingProps {
  readonly error: Error | null
  readonly onRetry: () => void
  readonly icon: LucideIcon
  readonly title: string
  /** Why it may be gone. */
  readonly children: ReactNode
  /** The way back. */
  readonly action: ReactNode
}

/** Where one thing stands on a page and is not here yet, could not be read, or is not there at all. */
export function Missing({ error, onRetry, icon, title, children, action }: MissingProps) {
  if (isProblem(error) && (error.status === 404 || error.status === 400))
    return (
      <EmptyState icon={icon} title={title} action={action}>
        {children}
      </EmptyState>
    )
  return error ? <ProblemNote error={error} onRetry={onRetry} /> : <Skeleton className="h-80" />
}
