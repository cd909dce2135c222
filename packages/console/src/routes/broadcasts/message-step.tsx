import type { Template } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Making } from './making.ts'

export interface MessageStepProps {
  readonly making: Making
  readonly template: Template | undefined
  /** Undefined while they are asked for. */
  readonly templates: readonly Template[] | undefined
  readonly set: (more: Partial<Making>) => void
}

/** Its name, the template, and from which number. */
export function MessageStep({ making, template, templates, set }: MessageStepProps) {
  const words = useTranslations('broadcasts')
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={words('name')} hint={words('nameHint')}>
        <Input dir="auto" maxLength={200} value={making.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field
        label={words('template')}
        hint={
          templates?.length === 0 && (
            <>
              {words('templatesEmpty')}{' '}
              <Link to="/templates/new" className="text-accent-ink underline">
                {words('toTemplates')}
              </Link>
            </>
          )
        }
      >
        <Select value={making.templateId} onChange={(event) => set({ templateId: event.target.value, accountId: '' })}>
          <option value="">{words('templateNone')}</option>
          {(templates ?? []).map(({ id, name, language }) => (
            <option key={id} value={id}>
              {name} ({language})
            </option>
          ))}
        </Select>
      </Field>
      {template && <ChooseAccount making={making} template={template} set={set} />}
    </div>
  )
}

/** The numbers that can send the template; the default one where it is among them. */
function ChooseAccount({
  making,
  template,
  set,
}: Omit<MessageStepProps, 'templates' | 'template'> & { readonly template: Template }) {
  const words = useTranslations('broadcasts')
  const { data } = useQuery(accountsQuery)
  const accounts = (data?.items ?? []).filter(
    ({ businessAccountId }) => businessAccountId === template.businessAccountId,
  )
  const first = (accounts.find(({ isDefault }) => isDefault) ?? accounts[0])?.id ?? ''
  useEffect(() => {
    if (making.accountId === '' && first !== '') set({ accountId: first })
  })
  if (accounts.length < 2) return null
  return (
    <Field label={words('account')}>
      <Select value={making.accountId} onChange={(event) => set({ accountId: event.target.value })}>
        <AccountOptions accounts={accounts} />
      </Select>
    </Field>
  )
}
