import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** A surface of its own. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={classNames('rounded-xl border bg-surface p-4 sm:p-5', className)} {...rest} />
}
