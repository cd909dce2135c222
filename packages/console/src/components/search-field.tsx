import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { Input } from './input.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly placeholder?: string
  /** What is searched for now. When it changes by itself, as by going back, the field follows. */
  readonly value: string
  /** Without the spaces around it, when somebody has stopped typing for a moment. */
  readonly onChange: (text: string) => void
  /** What a page is about: larger, and ready to be typed into. */
  readonly isMain?: boolean
  readonly maxLength?: number
  readonly className?: string
}

const patienceMilliseconds = 250

/** Finds things by what is typed; Escape empties it. */
export function SearchField(props: SearchFieldProps) {
  const { label, placeholder = label, isMain = false, maxLength, className } = props
  const words = useTranslations('common')
  const [text, setText] = useTextThatIsTold(props)
  return (
    <div className={classNames('relative', className)}>
      <Search
        aria-hidden
        className={classNames(
          'pointer-events-none absolute inset-y-0 my-auto text-faint',
          isMain ? 'start-3 size-5' : 'start-2.5 size-4',
        )}
      />
      <Input
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        autoFocus={isMain}
        maxLength={maxLength}
        className={classNames(
          '[&::-webkit-search-cancel-button]:hidden',
          isMain ? 'h-11 ps-10 pe-10 text-base' : 'ps-8 pe-8',
        )}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
      />
      {text !== '' && (
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={words('clearSearch')}
          className={classNames('absolute inset-y-0 my-auto', isMain ? 'end-2' : 'end-0.5')}
          onClick={() => setText('')}
        >
          <X aria-hidden />
        </Button>
      )}
    </div>
  )
}

/** The text as it is typed. It is told after a pause, and follows what it is told by others. */
function useTextThatIsTold({ value, onChange }: Pick<SearchFieldProps, 'value' | 'onChange'>) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  const tell = useEffectEvent((wanted: string) => {
    told.current = wanted
    onChange(wanted)
  })
  useEffect(() => {
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === told.current) return
    const timer = setTimeout(() => tell(wanted), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  return [text, setText] as const
}
