import { Skeleton } from '../../../components/skeleton.tsx'

const rows = ['w-28', 'w-36', 'w-24', 'w-32', 'w-40', 'w-28', 'w-36'] as const

/** Rows in the size of what is about to come. */
export function ListLoading() {
  return (
    <div aria-busy className="flex-1 overflow-hidden">
      {rows.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
        <div key={index} className="flex h-17 items-center gap-3 border-b px-3">
          <Skeleton className="size-9 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-3 w-full" />
          </div>
        </div>
      ))}
    </div>
  )
}
