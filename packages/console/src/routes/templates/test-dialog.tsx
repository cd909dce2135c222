import type { Template } from '@switchboard/contract'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useToast } from '../../components/toast.tsx'
import { newClientId } from '../../outgoing/client-id.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { type Filling, fieldsOf, isFilled } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { ValueFields } from '../../templates/value-fields.tsx'
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
  const fields = fieldsOf(template.components)
  const [to, setTo] = useState('')
  const [key, setKey] = useState(newClientId)
  const [filling, setFilling] = useState<Filling>(() => ({
    values: Object.fromEntries(fields.map((field) => [field.key, field.example])),
    files: {},
  }))
  const test = useTestTemplate(template)
  const change = (to: (filling: Filling) => Filling) => {
    setFilling(to)
    // Another message than the one that may have left.
    setKey(newClientId())
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    // What fails is shown below.
    const sent = await test.mutateAsync({ to, ...filling, key }).catch(() => undefined)
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
        <ValueFields fields={fields} filling={filling} onChange={change} />
        {test.error && <ProblemNote error={test.error} />}
        <Button
          type="submit"
          kind="primary"
          busy={test.isPending}
          disabled={!isFilled(fields, filling)}
          className="justify-self-end"
        >
          {words('testDo')}
        </Button>
      </div>
      <TemplatePreview components={template.components} {...filling} />
    </form>
  )
}
