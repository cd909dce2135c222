import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

export interface SearchFieldProps {
  readonly value: string
  /** When somebody has stopped typing for a moment. */
  readonly onChange: (value: string) => void
  readonly icon: ReactNode
  readonly clearIcon: ReactNode
}

const patienceMilliseconds = 250

/** Finds conversations by a part of a name or number. */
export function SearchField({ value, onChange, icon, clearIcon }: SearchFieldProps) {
  const words = useTranslations('inbox')
  const [text, setText] = useState(value)
  const newest = useRef(onChange)
  useEffect(() => {
    newest.current = onChange
  })
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => newest.current(text.trim()), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <div className="relative">
      <span className="pointer-events-none absolute inset-y-0 start-2.5 grid place-items-center text-faint">
        {icon}
      </span>
      <Input
        type="search"
        aria-label={words('find')}
        placeholder={words('find')}
        className="h-8 ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
      />
      {text !== '' && (
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={words('clearFind')}
          className="absolute end-0.5 top-0.5"
          onClick={() => setText('')}
        >
          {clearIcon}
        </Button>
      )}
    </div>
  )
}
