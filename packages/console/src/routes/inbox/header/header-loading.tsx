import { Skeleton } from '../../../components/skeleton.tsx'

/** The header in its size, before it is known whose it is. */
export function HeaderLoading() {
  return (
    <div className="flex h-15 items-center gap-3 border-b bg-surface px-3">
      <Skeleton className="size-9 rounded-full" />
      <div className="grid gap-2">
        <Skeleton className="h-3 w-32" />
        <Skeleton className="h-3 w-20" />
      </div>
    </div>
  )
}
