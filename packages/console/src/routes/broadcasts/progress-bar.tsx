import { classNames } from '../../components/class-names.ts'

/** How much of a whole; the figure stands beside it in words. */
export function ProgressBar({ share, className }: { readonly share: number; readonly className?: string }) {
  return (
    <span aria-hidden className={classNames('block h-1.5 overflow-hidden rounded-full bg-sunken', className)}>
      <span
        className="block h-full rounded-full bg-accent transition-[width]"
        style={{ width: `${Math.min(share, 1) * 100}%` }}
      />
    </span>
  )
}
