import { Field } from '../components/field.tsx'
import { Input, TextArea } from '../components/input.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { useFieldHint } from './field-hint.ts'
import { useFieldLabel } from './field-label.ts'
import { HeaderFileField } from './header-file-field.tsx'
import type { Filling, HeaderFile, TemplateField } from './template-fields.ts'

interface ValueFieldsProps {
  readonly fields: readonly TemplateField[]
  readonly filling: Filling
  readonly onChange: (change: (filling: Filling) => Filling) => void
}

/** What a template needs for one person: its files are uploaded, its words are typed; those of cards stand together. */
export function ValueFields({ fields, filling, onChange }: ValueFieldsProps) {
  const words = useTranslations('templates')
  const cards = new Set(fields.flatMap(({ card }) => (card === undefined ? [] : [card])))
  const show = (field: TemplateField) => (
    <ValueField key={field.key} field={field} filling={filling} onChange={onChange} />
  )
  return (
    <>
      {fields.filter(({ card }) => card === undefined).map(show)}
      {[...cards].map((card) => (
        <fieldset key={card} className="grid gap-3 rounded-lg border p-3">
          <legend className="px-1 font-medium">{words('card', { number: card + 1 })}</legend>
          {fields.filter((field) => field.card === card).map(show)}
        </fieldset>
      ))}
    </>
  )
}

function ValueField({
  field,
  filling,
  onChange,
}: Omit<ValueFieldsProps, 'fields'> & { readonly field: TemplateField }) {
  const labelOf = useFieldLabel()
  const hintOf = useFieldHint()
  const { key, place, name, example } = field
  if (place === 'media')
    return (
      <HeaderFileField
        kind={name}
        file={filling.files[key]}
        onChange={(file) => onChange((now) => ({ ...now, files: withFile(now.files, key, file) }))}
      />
    )
  const value = filling.values[key] ?? ''
  const write = (text: string) => onChange((now) => ({ ...now, values: { ...now.values, [key]: text } }))
  return (
    <Field label={labelOf(field)} hint={hintOf(field)}>
      {place === 'products' ? (
        <TextArea dir="auto" rows={4} value={value} onChange={(event) => write(event.target.value)} />
      ) : (
        <Input dir="auto" value={value} placeholder={example} onChange={(event) => write(event.target.value)} />
      )}
    </Field>
  )
}

function withFile(files: Filling['files'], key: string, file: HeaderFile | undefined): Filling['files'] {
  const { [key]: _, ...others } = files
  return file ? { ...others, [key]: file } : others
}
