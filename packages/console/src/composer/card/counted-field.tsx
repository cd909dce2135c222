import { useId } from 'react'
import { classNames } from '../../components/class-names.ts'
import { Input, TextArea } from '../../components/input.tsx'
import { characters } from './card-limits.ts'

export interface CountedFieldProps {
  readonly label: string
  readonly value: string
  /** Characters that are possible. */
  readonly most: number
  readonly error?: string | undefined
  readonly optional?: string
  readonly isLong?: boolean
  readonly className?: string
  readonly onChange: (value: string) => void
}

/** A text with how much of it there may be, counted while it is typed. More can be typed, and is said to be too much: nothing pasted is cut off. */
export function CountedField({ label, value, most, error, optional, isLong, className, onChange }: CountedFieldProps) {
  const id = useId()
  const count = characters(value)
  const control = {
    id,
    dir: 'auto' as const,
    value,
    'aria-describedby': `${id}-count${error ? ` ${id}-error` : ''}`,
    'aria-invalid': error ? true : undefined,
  }
  return (
    <div className={classNames('grid content-start gap-1', className)}>
      <div className="flex items-baseline gap-2">
        <label htmlFor={id} className="min-w-0 truncate font-medium text-xs">
          {label}
        </label>
        {optional && <span className="text-faint text-xs">{optional}</span>}
        <span
          id={`${id}-count`}
          className={classNames(
            'ms-auto text-xs tabular-nums',
            count > most ? 'font-medium text-danger' : 'text-faint',
          )}
        >
          {count}/{most}
        </span>
      </div>
      {isLong ? (
        <TextArea {...control} rows={4} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Input {...control} onChange={(event) => onChange(event.target.value)} />
      )}
      {error && (
        <p id={`${id}-error`} className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
