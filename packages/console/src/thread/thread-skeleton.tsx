import { Skeleton } from '../components/skeleton.tsx'

const widths = ['w-48', 'w-72', 'w-40', 'w-64', 'w-56', 'w-80'] as const

export function ThreadSkeleton({ label }: { readonly label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="flex h-full flex-col justify-end gap-3 overflow-hidden bg-thread p-6"
    >
      {widths.map((width, place) => (
        <Skeleton key={width} className={`h-11 max-w-full rounded-2xl ${width} ${place % 3 === 1 ? 'self-end' : ''}`} />
      ))}
    </div>
  )
}
