import type { Template } from '@switchboard/contract'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useFieldLabel } from '../../templates/field-label.ts'
import { fieldsOf } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { useTestTemplate } from './queries.ts'

export interface TestDialogProps {
  readonly template: Template
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Sends a template to one person, with values. */
export function TestDialog({ template, open, onOpenChange }: TestDialogProps) {
  const words = useTranslations('templates')
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={words('testTitle')}
      description={words('testIntro')}
      size="large"
    >
      <TestForm template={template} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

/** Made anew with the dialog. */
function TestForm({ template, onDone }: { readonly template: Template; readonly onDone: () => void }) {
  const words = useTranslations('templates')
  const toast = useToast()
  const labelOf = useFieldLabel()
  const fields = fieldsOf(template.components)
  const [to, setTo] = useState('')
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [values, setValues] = useState(() => Object.fromEntries(fields.map((field) => [field.key, field.example])))
  const test = useTestTemplate(template)
  const change = (name: string, value: string) => {
    setValues((former) => ({ ...former, [name]: value }))
    // Another message than the one that may have left.
    setKey(crypto.randomUUID())
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    // What fails is shown below.
    const sent = await test.mutateAsync({ to, values, key }).catch(() => undefined)
    if (!sent) return
    toast.show(sent.state === 'held' ? words('testHeld') : words('testSent'))
    onDone()
  }
  return (
    <form className="grid items-start gap-5 sm:grid-cols-2" onSubmit={(event) => void send(event)}>
      <div className="grid gap-4">
        <Field label={words('testTo')} hint={words('testToHint')}>
          <Input
            required
            type="tel"
            value={to}
            placeholder="+34 600 112 233"
            onChange={(event) => setTo(event.target.value)}
          />
        </Field>
        {fields.map((field) => (
          <Field key={field.key} label={labelOf(field)} hint={field.place === 'media' && words('field_mediaHint')}>
            <Input
              required
              dir="auto"
              value={values[field.key] ?? ''}
              onChange={(event) => change(field.key, event.target.value)}
            />
          </Field>
        ))}
        {test.error && <ProblemNote error={test.error} />}
        <Button type="submit" kind="primary" busy={test.isPending} className="justify-self-end">
          {words('testDo')}
        </Button>
      </div>
      <TemplatePreview components={template.components} values={values} />
    </form>
  )
}
