import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

const look =
  'w-full rounded-lg border border-strong-line bg-surface px-3 text-ink placeholder:text-faint aria-invalid:border-danger disabled:opacity-60'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classNames(look, 'h-9', className)} {...rest} />
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classNames(look, 'min-h-20 py-2', className)} {...rest} />
}

/** The system's own list: works with every keyboard, phone and screen reader. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={classNames(look, 'h-9 pe-2', className)} {...rest} />
}
