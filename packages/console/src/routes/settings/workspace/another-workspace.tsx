import { Plus } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useCreateWorkspace } from '../../../session/workspaces.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'

/** For owners: one more workspace, with nothing of this one in it. */
export function AnotherWorkspace() {
  const words = useTranslations('settings.workspace')
  const [naming, setNaming] = useState(false)
  return (
    <Block title={words('another')} intro={words('anotherIntro')}>
      <div>
        <Button onClick={() => setNaming(true)}>
          <Plus /> {words('make')}
        </Button>
      </div>
      {naming && <NameDialog onClose={() => setNaming(false)} />}
    </Block>
  )
}

function NameDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useTranslations('settings.workspace')
  const common = useTranslations('common')
  const create = useCreateWorkspace()
  const form = useId()
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(name.trim())
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={create.isPending}>
        {words('makeAndGo')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={words('make')} size="small" footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label={words('name')}>
          <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={100} dir="auto" />
        </Field>
        {create.error && <ProblemNote error={create.error} />}
      </form>
    </Dialog>
  )
}
