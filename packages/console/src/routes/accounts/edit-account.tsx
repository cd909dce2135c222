import type { AccountFormDescription, ConnectedAccount } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useFormatter } from 'use-intl'
import { accountsQuery } from '../../api/accounts.ts'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { CredentialField } from './credential-field.tsx'
import { useFieldWords } from './field-words.ts'
import { accountQuery, formsQuery, updateAccount } from './queries.ts'

/** What the number is called, how it sends, and new credentials in place of those that are stored. */
export function EditAccount({ account }: { readonly account: ConnectedAccount }) {
  const { data } = useQuery(formsQuery)
  const form = data?.items.find(({ transport }) => transport === account.transport)
  return form ? <EditForm account={account} form={form} /> : <Skeleton className="h-96" />
}

function EditForm({ account, form }: { readonly account: ConnectedAccount; readonly form: AccountFormDescription }) {
  const words = useTranslations('accounts')
  const toast = useToast()
  const queries = useQueryClient()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const save = useMutation({
    mutationFn: () => updateAccount(account.id, changeOf(account, values)),
    onSuccess(next) {
      queries.setQueryData(accountQuery(account.id).queryKey, next)
      void queries.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true })
      toast.show(words('changed'))
    },
  })
  const errorOf = (name: string) =>
    isProblem(save.error)
      ? save.error.body.errors?.find(({ path }) => path.startsWith(`body.${name}`))?.message
      : undefined
  const { fault } = useFieldWords()
  const refusalOf = (name: string) => {
    const message = errorOf(name)
    return message === undefined ? undefined : fault(name, message)
  }
  const shownOf = (name: string, stored: string) => values[name] ?? stored
  const set = (name: string) => (value: string) => setValues({ ...values, [name]: value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  // The number itself never changes: that would be another account.
  const fields = form.fields.filter(({ name, required }) => !(required && numberFields.has(name)))
  return (
    <form className="grid gap-5" onSubmit={submit} noValidate>
      <Card className="grid gap-5">
        <Field label={words('name.label')} hint={words('name.hint')}>
          <Input
            value={shownOf('name', account.name ?? '')}
            maxLength={100}
            dir="auto"
            onChange={(e) => set('name')(e.target.value)}
          />
        </Field>
        <Field label={words('policy.label')} hint={words('policy.hint')}>
          <Select
            value={shownOf('sendPolicy', account.settings.sendPolicy)}
            onChange={(e) => set('sendPolicy')(e.target.value)}
          >
            <option value="allow">{words('policy.allow')}</option>
            <option value="approve">{words('policy.approve')}</option>
          </Select>
        </Field>
        <Field
          label={words('rate.label')}
          hint={words('rate.hint')}
          error={errorOf('settings.messagesPerSecond')}
          optional={words('optional')}
        >
          <Input
            type="number"
            min={0.01}
            max={1000}
            step="any"
            value={shownOf('messagesPerSecond', String(account.settings.messagesPerSecond ?? ''))}
            onChange={(e) => set('messagesPerSecond')(e.target.value)}
          />
        </Field>
        <Field
          label={words('region.label')}
          hint={words('region.hint')}
          error={errorOf('settings.defaultRegion') && words('region.wrong')}
          optional={words('optional')}
        >
          <Input
            className="w-24"
            maxLength={2}
            autoComplete="off"
            spellCheck={false}
            placeholder="DE"
            dir="ltr"
            value={shownOf('defaultRegion', account.settings.defaultRegion ?? '')}
            onChange={(e) => set('defaultRegion')(e.target.value.toUpperCase())}
          />
        </Field>
      </Card>
      {fields.length > 0 && (
        <Card className="grid gap-5">
          <h2 className="font-semibold">{words('credentials')}</h2>
          {fields.map((field) => (
            <div key={field.name} className="grid gap-1">
              <CredentialField
                field={{ ...field, required: false }}
                value={shownOf(field.name, storedOf(account, field.name))}
                error={refusalOf(field.name)}
                onChange={set(field.name)}
              />
              {field.secret && <StoredSince account={account} name={field.name} />}
            </div>
          ))}
        </Card>
      )}
      {save.error && errorOf('settings.defaultRegion') === undefined && <ProblemNote error={save.error} />}
      <Button
        type="submit"
        kind="primary"
        className="justify-self-end"
        busy={save.isPending}
        disabled={Object.keys(changeOf(account, values)).length === 0}
      >
        {words('save')}
      </Button>
    </form>
  )
}

function StoredSince({ account, name }: { readonly account: ConnectedAccount; readonly name: string }) {
  const words = useTranslations('accounts')
  const format = useFormatter()
  const secret = account.secrets.find((each) => each.name === name)
  const when = secret && format.dateTime(new Date(secret.setAt), { dateStyle: 'medium' })
  return <p className="text-faint text-xs">{when ? words('storedSince', { when }) : words('notStored')}</p>
}

const numberFields: ReadonlySet<string> = new Set(['phoneNumberId', 'sender', 'externalId'])

function storedOf(account: ConnectedAccount, name: string): string {
  if (name === 'businessAccountId' || name === 'accountSid') return account.businessAccountId ?? ''
  return account.details[name] ?? ''
}

/** What differs from what is stored. An emptied field is taken away, a secret that nobody typed stays. */
function changeOf(account: ConnectedAccount, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const change: Record<string, unknown> = {}
  const settings: Record<string, unknown> = {}
  for (const [name, typed] of Object.entries(values)) {
    const value = typed.trim()
    if (name === 'name') {
      if (value !== (account.name ?? '')) change['name'] = value || null
    } else if (name === 'sendPolicy') {
      if (value !== account.settings.sendPolicy) settings['sendPolicy'] = value
    } else if (name === 'messagesPerSecond') {
      const rate = value === '' ? null : Number(value)
      if (rate !== account.settings.messagesPerSecond) settings['messagesPerSecond'] = rate
    } else if (name === 'defaultRegion') {
      if (value !== (account.settings.defaultRegion ?? '')) settings['defaultRegion'] = value || null
    } else if (value !== storedOf(account, name)) change[name] = value || null
  }
  return Object.keys(settings).length > 0 ? { ...change, settings } : change
}
