import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

interface PaceFieldProps {
  /** Empty: as fast as the number may send. */
  readonly value: string
  readonly onChange: (value: string) => void
}

export function PaceField({ value, onChange }: PaceFieldProps) {
  const words = useTranslations('broadcasts')
  return (
    <Field label={words('pace')} hint={words('paceHint')}>
      <Input
        type="number"
        min={0.1}
        max={1000}
        step="any"
        className="sm:max-w-40"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
