import { Crosshair } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { placeIn } from './draft-problems.ts'

export interface ProblemListProps {
  readonly problems: readonly string[] | undefined
  /** The control that the sentences are about. */
  readonly control?: RefObject<HTMLTextAreaElement | HTMLInputElement | null>
}

/** What is wrong with one field; where a sentence names a character, a button that goes there. */
export function ProblemList({ problems, control }: ProblemListProps) {
  const words = useTranslations('templates')
  if (!problems) return null
  const show = (place: number) => {
    const field = control?.current
    if (!field) return
    field.focus()
    const end = field.value.indexOf('}}', place)
    field.setSelectionRange(place, end === -1 ? place + 1 : end + 2)
  }
  return (
    <ul className="grid gap-1 text-danger text-xs">
      {problems.map((problem) => {
        const place = placeIn(problem)
        return (
          <li key={problem} className="flex flex-wrap items-center gap-2">
            <span role="alert">{problem}</span>
            {place !== null && control && (
              <Button size="small" kind="ghost" onClick={() => show(place)}>
                <Crosshair />
                {words('showPlace')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
