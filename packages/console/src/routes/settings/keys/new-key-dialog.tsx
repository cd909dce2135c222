import type { Scope } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { rolesQuery } from '../members/queries.ts'
import { KeyBounds } from './key-bounds.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { type KeyDraft, toBounds, usualDraft } from './key-draft.ts'
import { useKeyActions } from './queries.ts'
import { ScopeChoice } from './scope-choice.tsx'

/** What a key is called, may, and is held to; then the key, this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useTranslations('settings.keys')
  const common = useTranslations('common')
  const { can } = useSession()
  const roles = useQuery(rolesQuery)
  const { create } = useKeyActions()
  const form = useId()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>([])
  const [draft, setDraft] = useState<KeyDraft>(usualDraft)
  const own = roles.data?.items[0]?.scopes.filter(can) ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name: name.trim(), scopes, ...toBounds(draft) })
  }
  if (create.data) return <KeyDialog made={create.data} onClose={onClose} />
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={create.isPending} disabled={scopes.length === 0}>
        {words('make')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={words('add')} description={words('addIntro')} footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-5">
        <Field label={words('name')} hint={words('nameHint')}>
          <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={100} dir="auto" />
        </Field>
        <ScopeChoice scopes={own} chosen={scopes} onChange={setScopes} />
        <KeyBounds
          draft={draft}
          onChange={setDraft}
          sends={scopes.some((scope) => scope === 'messages:send' || scope === 'admin')}
        />
        {create.error && <ProblemNote error={create.error} />}
      </form>
    </Dialog>
  )
}
