import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Skeleton } from './skeleton.tsx'

export interface PagedTableProps<Row> extends Omit<DataTableProps<Row>, 'rows'> {
  readonly query: UseInfiniteQueryResult<readonly Row[]>
  /** What stands there when nothing is found. */
  readonly empty: ReactNode
}

/** A list that is loaded page by page, with what it shows before, when nothing is there, and when it fails. */
export function PagedTable<Row>({ query, empty, ...table }: PagedTableProps<Row>) {
  const words = useTranslations('common')
  const { data, error, isPending, hasNextPage, isFetchingNextPage } = query
  if (error && !data) return <ProblemNote error={error} onRetry={() => void query.refetch()} />
  if (isPending) return <Skeleton className="h-80" />
  if (data.length === 0) return empty
  return (
    <div className="grid gap-4">
      <DataTable {...table} rows={data} />
      {error && <ProblemNote error={error} onRetry={() => void query.fetchNextPage()} />}
      {hasNextPage && !error && (
        <Button className="justify-self-center" busy={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words('loadMore')}
        </Button>
      )}
    </div>
  )
}
