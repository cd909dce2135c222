import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

const look = cva('inline-flex max-w-full items-center gap-1 truncate rounded-full px-2 py-0.5 font-medium text-xs', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-soft',
      good: 'bg-accent-soft text-accent-ink',
      warning: 'bg-warning-soft text-warning',
      bad: 'bg-danger-soft text-danger',
      info: 'bg-info-soft text-info',
    },
  },
  defaultVariants: { tone: 'neutral' },
})

export type Tone = NonNullable<VariantProps<typeof look>['tone']>

/** A state in a word or two. */
export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & VariantProps<typeof look>) {
  return <span className={classNames(look({ tone }), className)} {...rest} />
}
