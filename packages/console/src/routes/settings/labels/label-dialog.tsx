import type { Label, LabelColour } from '@switchboard/contract'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { colours, LabelDot } from './label-dot.tsx'
import { useSaveLabel } from './queries.ts'

export interface LabelDialogProps {
  /** Absent: a new one. */
  readonly label: Label | undefined
  readonly onClose: () => void
}

export function LabelDialog({ label, onClose }: LabelDialogProps) {
  const words = useTranslations('settings.labels')
  const common = useTranslations('common')
  const save = useSaveLabel(label?.id)
  const form = useId()
  const [name, setName] = useState(label?.name ?? '')
  const [colour, setColour] = useState<LabelColour>(label?.colour ?? 'green')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: name.trim(), colour }, { onSuccess: onClose })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={save.isPending}>
        {common('save')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={label ? words('edit') : words('add')} size="small" footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
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
        {save.error && <ProblemNote error={save.error} />}
      </form>
    </Dialog>
  )
}
