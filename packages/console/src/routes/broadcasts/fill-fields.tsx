import type { Template } from '@switchboard/contract'
import { Field } from '../../components/field.tsx'
import { Input, Select, TextArea } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useFieldHint } from '../../templates/field-hint.ts'
import { useFieldLabel } from '../../templates/field-label.ts'
import { fieldsOf, type TemplateField } from '../../templates/template-fields.ts'
import { type Filling, type Fillings, fillingOf, type ListSeen } from './filling.ts'

export interface FillFieldsProps {
  readonly template: Template
  readonly fillings: Fillings
  readonly list: ListSeen | undefined
  readonly onChange: (fillings: Fillings) => void
}

/** Where the words of each variable come from: a column of the list, or the same for everybody. */
export function FillFields({ template, fillings, list, onChange }: FillFieldsProps) {
  const words = useTranslations('broadcasts')
  const fields = fieldsOf(template.components)
  if (fields.length === 0) return <p className="text-soft">{words('noFields')}</p>
  return (
    <div className="grid gap-4">
      {fields.map((field) => (
        <FillField
          key={field.key}
          field={field}
          filling={fillingOf(fillings, field, list)}
          list={list}
          onChange={(filling) => onChange({ ...fillings, [field.key]: filling })}
        />
      ))}
    </div>
  )
}

interface FillFieldProps {
  readonly field: TemplateField
  readonly filling: Filling
  readonly list: ListSeen | undefined
  readonly onChange: (filling: Filling) => void
}

function FillField({ field, filling, list, onChange }: FillFieldProps) {
  const words = useTranslations('broadcasts')
  const label = useFieldLabel()(field)
  const hint = useFieldHint()(field)
  const read = list?.read
  const { column, text, liquid } = filling
  const blanks = column === null ? 0 : (read?.blanks[read.columns.indexOf(column)] ?? 0)
  return (
    <fieldset className="grid items-start gap-3 rounded-lg border p-3 sm:grid-cols-2">
      <legend className="px-1 font-medium">{label}</legend>
      {hint && <p className="text-faint text-xs sm:col-span-2">{hint}</p>}
      <Field label={words('fillFrom')} hint={blanks > 0 && words('blanks', { count: blanks })}>
        <Select
          value={column ?? ''}
          onChange={(event) => onChange({ text, column: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{words('fillText')}</option>
          {(read?.columns ?? []).map((name) => (
            <option key={name} value={name}>
              {words('fillColumn', { column: name })}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label={column === null ? words('fillWords') : words('fillElse')}
        hint={liquid === undefined ? column !== null && words('fillElseHint') : words('fillLiquid', { liquid })}
      >
        {field.place === 'products' ? (
          <TextArea
            dir="auto"
            rows={4}
            value={text}
            onChange={(event) => onChange({ column, text: event.target.value })}
          />
        ) : (
          <Input
            dir="auto"
            value={text}
            placeholder={field.example}
            onChange={(event) => onChange({ column, text: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  )
}
