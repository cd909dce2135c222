import { classNames } from './class-names.ts'

/** Stands where something is about to be, in its size. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded-lg bg-sunken', className)} />
}
