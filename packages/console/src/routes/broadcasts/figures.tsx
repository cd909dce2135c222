import { useFormatter } from 'use-intl'
import { classNames } from '../../components/class-names.ts'

export interface Figure {
  readonly label: string
  readonly count: number
  /** The colour of its part of the bar, and of the dot beside the word. */
  readonly color: string
}

/** Counts side by side under a bar of their shares. */
export function Figures({ figures, total }: { readonly figures: readonly Figure[]; readonly total: number }) {
  const format = useFormatter()
  return (
    <div className="grid gap-4">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
        {figures.map(
          ({ label, count, color }) =>
            count > 0 && (
              <span
                key={label}
                className={classNames('block h-full transition-[width]', color)}
                style={{ width: `${(count / Math.max(total, 1)) * 100}%` }}
              />
            ),
        )}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {figures.map(({ label, count, color }) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="flex items-center gap-1.5 text-faint text-xs">
              <span aria-hidden className={classNames('size-2 rounded-full', color)} />
              {label}
            </dt>
            <dd className="font-semibold text-xl tabular-nums">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
