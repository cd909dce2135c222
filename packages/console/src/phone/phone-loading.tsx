import { Skeleton } from '../components/skeleton.tsx'

/** In the size of what comes. */
export function PhoneLoading() {
  return (
    <div className="flex flex-1 flex-col" aria-busy>
      <div className="flex items-center gap-3 border-b p-3">
        <Skeleton className="size-9 rounded-full" />
        <Skeleton className="h-4 w-32" />
      </div>
      <div className="flex-1 space-y-3 bg-thread p-4">
        <Skeleton className="h-10 w-2/3" />
        <Skeleton className="ms-auto h-10 w-1/2" />
      </div>
    </div>
  )
}
