import type { Label, LabelColour } from '@switchboard/contract'
import { useState } from 'react'
import { Field } from '../../../components/field.tsx'
import { FormDialog } from '../../../components/form-dialog.tsx'
import { Input } from '../../../components/input.tsx'
import { colours, LabelDot } from '../../../components/label-dot.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useSaveLabel } from './queries.ts'

export interface LabelDialogProps {
  /** Absent: a new one. */
  readonly label: Label | undefined
  readonly onClose: () => void
}

export function LabelDialog({ label, onClose }: LabelDialogProps) {
  const words = useTranslations('settings.labels')
  const save = useSaveLabel(label?.id)
  const [name, setName] = useState(label?.name ?? '')
  const [colour, setColour] = useState<LabelColour>(label?.colour ?? 'green')
  const submit = () => save.mutate({ name: name.trim(), colour }, { onSuccess: onClose })
  return (
    <FormDialog
      title={label ? words('edit') : words('add')}
      size="small"
      saving={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words('name')}>
        <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={50} dir="auto" />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">{words('colour')}</legend>
        <div className="flex flex-wrap gap-2">
          {colours.map((one) => (
            <label
              key={one}
              className="grid size-9 cursor-pointer place-items-center rounded-lg border has-focus-visible:outline-2 has-focus-visible:outline-accent has-checked:border-accent has-checked:bg-selected"
            >
              <input
                type="radio"
                name="colour"
                value={one}
                checked={one === colour}
                onChange={() => setColour(one)}
                className="sr-only"
              />
              <span className="sr-only">{words(`colours.${one}`)}</span>
              <LabelDot colour={one} className="size-4" />
            </label>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  )
}
