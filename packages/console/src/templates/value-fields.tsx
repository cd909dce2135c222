import { Field } from '../components/field.tsx'
import { Input } from '../components/input.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { useFieldLabel } from './field-label.ts'
import { HeaderFileField } from './header-file-field.tsx'
import type { FieldValues, HeaderFile, TemplateField } from './template-fields.ts'

export interface Filling {
  readonly values: FieldValues
  readonly file: HeaderFile | undefined
}

interface ValueFieldsProps {
  readonly fields: readonly TemplateField[]
  readonly filling: Filling
  readonly onChange: (filling: Filling) => void
}

/** What a template needs for one person: its file is uploaded, its words are typed. */
export function ValueFields({ fields, filling, onChange }: ValueFieldsProps) {
  const words = useTranslations('templates')
  const labelOf = useFieldLabel()
  const { values, file } = filling
  return fields.map((field) =>
    field.place === 'media' ? (
      <HeaderFileField
        key={field.key}
        kind={field.name}
        file={file}
        onChange={(next) => onChange({ ...filling, file: next })}
      />
    ) : (
      <Field key={field.key} label={labelOf(field)} hint={field.place === 'place' && words('field_placeHint')}>
        <Input
          dir="auto"
          value={values[field.key] ?? ''}
          placeholder={field.example}
          onChange={(event) => onChange({ ...filling, values: { ...values, [field.key]: event.target.value } })}
        />
      </Field>
    ),
  )
}
