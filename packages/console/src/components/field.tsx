import { Slot } from 'radix-ui'
import { type ReactElement, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with what was typed. */
  readonly error?: string | undefined
  readonly className?: string
  readonly optional?: string
  /** The control: gets the id, the description and whether it is invalid. */
  readonly children: ReactElement
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, className, optional, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={classNames('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="ms-2 font-normal text-faint text-xs">{optional}</span>}
      </label>
      <Slot.Root id={id} aria-describedby={described || undefined} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${id}-hint`} className="text-faint text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
