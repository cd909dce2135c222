import type { CreateTemplate } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { ContinuedNote } from './continued-note.tsx'
import { type Draft, emptyDraft } from './draft.ts'
import { componentsOf } from './draft-components.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { draftProblems, HandIn } from './hand-in.tsx'
import { useKeptDraft } from './kept-draft.ts'
import { useCreateTemplate } from './queries.ts'
import { TemplateForm } from './template-form.tsx'
import { isNameWrong } from './typed-faults.ts'

/** Writing a template and handing it in. */
export function NewTemplatePage() {
  const words = useTranslations('templates')
  const navigate = useNavigate()
  const toast = useToast()
  const kept = useKeptDraft('new', emptyDraft)
  const { draft, setDraft } = kept
  const [accountId, setAccountId] = useState('')
  const create = useCreateTemplate()
  const [sent, setSent] = useState<Draft>()
  const problems = draftProblems(create.error, sent)
  const handIn = async () => {
    setSent(draft)
    // What is wrong is shown at its field.
    const template = await create.mutateAsync(requestOf(draft, accountId)).catch(() => undefined)
    if (!template) return
    kept.forget()
    toast.show(words('handedIn', { name: template.name }))
    await navigate({ to: '/templates/$templateId', params: { templateId: template.id } })
  }
  const set = (more: Partial<Draft>) => setDraft({ ...draft, ...more })
  return (
    <Page wide title={words('newTitle')} intro={words('newIntro')}>
      <ContinuedNote {...kept} />
      <TemplateForm
        draft={draft}
        onChange={setDraft}
        problems={problems}
        identity={
          <>
            <Identity draft={draft} problems={problems} set={set} />
            <ChooseAccount value={accountId} onChange={setAccountId} />
          </>
        }
        footer={<HandIn error={create.error} isBusy={create.isPending} onPress={() => void handIn()} />}
      />
    </Page>
  )
}

function requestOf(draft: Draft, accountId: string): CreateTemplate {
  const { name, language, category } = draft
  // WhatsApp numbers the one variable that a code has.
  const parameterFormat = category === 'AUTHENTICATION' ? 'POSITIONAL' : draft.parameterFormat
  const components = componentsOf(draft)
  // Chosen from lists of the contract's own values.
  return {
    ...{ name, language, parameterFormat, components },
    category: category as CreateTemplate['category'],
    ...(accountId === '' ? {} : { accountId: accountId as CreateTemplate['accountId'] }),
  }
}

function Identity({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  return (
    <>
      <Field
        label={words('name')}
        hint={words('nameHint')}
        error={isNameWrong(draft.name) ? words('fault_name') : problems['name']?.join(' ')}
      >
        <Input value={draft.name} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label={words('language')} hint={words('languageHint')} error={problems['language']?.join(' ')}>
        <Input value={draft.language} autoComplete="off" onChange={(event) => set({ language: event.target.value })} />
      </Field>
      <Field label={words('category')} hint={words('categoryHint')} error={problems['category']?.join(' ')}>
        <Select value={draft.category} onChange={(event) => set({ category: event.target.value })}>
          <option value="UTILITY">{words('category_UTILITY')}</option>
          <option value="MARKETING">{words('category_MARKETING')}</option>
          <option value="AUTHENTICATION">{words('category_AUTHENTICATION')}</option>
        </Select>
      </Field>
      {draft.category !== 'AUTHENTICATION' && (
        <Field label={words('format')}>
          <Select
            value={draft.parameterFormat}
            onChange={(event) => set({ parameterFormat: event.target.value === 'NAMED' ? 'NAMED' : 'POSITIONAL' })}
          >
            <option value="POSITIONAL">{words('formatNumbers', { one: '{{1}}', two: '{{2}}' })}</option>
            <option value="NAMED">{words('formatNames', { name: '{{first_name}}' })}</option>
          </Select>
        </Field>
      )}
    </>
  )
}

/** Asked only where there is a choice. */
function ChooseAccount({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const words = useTranslations('templates')
  const { data } = useQuery(accountsQuery)
  const accounts = data?.items ?? []
  if (accounts.length < 2) return null
  return (
    <Field label={words('account')} className="sm:col-span-2">
      <Select
        value={value || (accounts.find(({ isDefault }) => isDefault)?.id ?? '')}
        onChange={(event) => onChange(event.target.value)}
      >
        <AccountOptions accounts={accounts} />
      </Select>
    </Field>
  )
}
