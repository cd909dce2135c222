import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

const look = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border border-strong-line bg-surface text-ink hover:bg-hover',
        ghost: 'text-soft hover:bg-hover hover:text-ink',
        danger: 'border border-danger/50 bg-danger-soft text-danger hover:border-danger',
        link: 'text-accent-ink underline-offset-4 hover:underline',
      },
      size: {
        small: 'h-7 px-2.5 text-xs [&_svg]:size-3.5',
        medium: 'h-9 px-3.5 text-sm [&_svg]:size-4',
        large: 'h-11 px-5 text-base [&_svg]:size-5',
        icon: 'size-9 [&_svg]:size-4.5',
        'small-icon': 'size-7 [&_svg]:size-4',
      },
    },
    defaultVariants: { kind: 'secondary', size: 'medium' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof look> {
  /** Gives the look to the only child (a link) instead. */
  readonly asChild?: boolean
  /** Shows that it works, and takes no second press meanwhile. */
  readonly busy?: boolean
}

/** A button. What only shows an icon needs an `aria-label`. */
export function Button({ kind, size, asChild = false, busy = false, className, children, ...rest }: ButtonProps) {
  const looks = classNames(look({ kind, size }), className)
  if (asChild)
    return (
      <Slot.Root className={looks} {...rest}>
        {children}
      </Slot.Root>
    )
  return (
    <button type="button" className={looks} {...rest} disabled={busy || rest.disabled} aria-busy={busy || undefined}>
      {busy && <Spinner />}
      {children}
    </button>
  )
}
