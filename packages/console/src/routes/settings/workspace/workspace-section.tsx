import type { Workspace } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { AnotherWorkspace } from './another-workspace.tsx'
import { DeleteWorkspace } from './delete-workspace.tsx'
import { useSaveWorkspace, workspaceQuery } from './queries.ts'

/** `/app/settings/workspace` */
export function WorkspaceSection() {
  const words = useTranslations('settings')
  const workspace = useQuery(workspaceQuery)
  const { can } = useSession()
  return (
    <Page title={words('sections.workspace')} intro={words('about.workspace')}>
      <Loaded query={workspace}>{(data) => <NameForm workspace={data} />}</Loaded>
      {can('admin') && <AnotherWorkspace />}
      {can('admin') && workspace.data && !workspace.data.isFirst && <DeleteWorkspace workspace={workspace.data} />}
    </Page>
  )
}

function NameForm({ workspace }: { readonly workspace: Workspace }) {
  const words = useTranslations('settings.workspace')
  const save = useSaveWorkspace()
  const [name, setName] = useState(workspace.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: name.trim() })
  }
  return (
    <Block title={words('name')} intro={words('nameIntro')}>
      <form onSubmit={submit} className="grid max-w-md gap-4">
        <Field label={words('name')}>
          <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={100} dir="auto" />
        </Field>
        <SaveRow mutation={save} dirty={name.trim() !== workspace.name} />
      </form>
      <p className="flex flex-wrap items-center gap-2 text-soft">
        {words('id')}
        <code dir="ltr" className="break-all font-mono text-xs">
          {workspace.id}
        </code>
        <CopyButton text={workspace.id} what={words('id')} />
      </p>
    </Block>
  )
}
