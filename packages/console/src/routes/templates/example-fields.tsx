import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { variablesIn } from '../../templates/template-parts.ts'
import type { Examples } from './draft.ts'
import type { DraftProblems } from './draft-problems.ts'

interface ExampleFieldsProps {
  /** Empty where the header has no text. */
  readonly header: string
  readonly body: string
  readonly examples: Examples
  readonly problems: DraftProblems
  readonly onChange: (examples: Examples) => void
}

/** An example of each variable, for whoever reviews it. */
export function ExampleFields({ header, body, examples, problems, onChange }: ExampleFieldsProps) {
  const words = useTranslations('templates')
  const keys = [
    ...variablesIn(header).map((name) => ['header', name] as const),
    ...variablesIn(body).map((name) => ['body', name] as const),
  ]
  if (keys.length === 0) return null
  return (
    <div>
      <h2 className="font-semibold">{words('examples')}</h2>
      <p className="mb-3 text-faint text-xs">{words('examplesHint')}</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {keys.map(([place, name]) => {
          const key = `${place} ${name}`
          const variable = `{{${name}}}`
          return (
            <Field
              key={key}
              label={place === 'body' ? words('exampleOf', { variable }) : words('exampleOfHeader', { variable })}
              error={problems[key]?.join(' ')}
            >
              <Input
                dir="auto"
                value={examples[key] ?? ''}
                onChange={(event) => onChange({ ...examples, [key]: event.target.value })}
              />
            </Field>
          )
        })}
      </div>
    </div>
  )
}
