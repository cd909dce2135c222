import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'

export interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
  /** Tailwind height of what is about to be. */
  readonly skeleton?: string
}

/** Shows what a query brought; meanwhile its place, and what went wrong with a way to try again. */
export function Loaded<Data>({ query, children, skeleton = 'h-40' }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton className={skeleton} />
}
