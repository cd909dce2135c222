import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { Input } from './input.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly placeholder?: string
  readonly value: string
  /** Without the spaces around it, when somebody has stopped typing for a moment. */
  readonly onChange: (text: string) => void
  readonly className?: string
}

const patienceMilliseconds = 250

/** Finds things in a list by what is typed; Escape empties it. */
export function SearchField({ label, placeholder = label, value, onChange, className }: SearchFieldProps) {
  const words = useTranslations('common')
  const [text, setText] = useState(value)
  const tell = useEffectEvent(() => onChange(text.trim()))
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => tell(), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <div className={classNames('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto size-4 text-faint" />
      <Input
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        className="ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
      />
      {text !== '' && (
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={words('clearSearch')}
          className="absolute inset-y-0 end-0.5 my-auto"
          onClick={() => setText('')}
        >
          <X aria-hidden />
        </Button>
      )}
    </div>
  )
}
