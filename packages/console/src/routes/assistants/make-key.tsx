import type { AccountId, Scope } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type ClientId, clientNames } from './clients.ts'
import { FirstCall } from './first-call.tsx'
import { type Connection, keysQuery, makeKey } from './queries.ts'
import { ShownConfiguration } from './shown-configuration.tsx'

const powers = ['reads', 'proposes', 'sends'] as const
type Power = (typeof powers)[number]

/** What an assistant needs to read; a key for it manages nothing. */
const reading: readonly Scope[] = [
  'accounts:read',
  'contacts:read',
  'conversations:read',
  'messages:read',
  'calls:read',
  'events:read',
]
const writing: readonly Scope[] = [...reading, 'messages:send', 'media:write']

/** A key of its own, as narrow as somebody wants it, and the configuration with it. */
export function MakeKey({ client, connection }: { readonly client: ClientId; readonly connection: Connection }) {
  const words = useTranslations('assistants')
  const label = client === 'other' ? words('other') : clientNames[client]
  const [name, setName] = useState(label)
  const [power, setPower] = useState<Power>('proposes')
  const [account, setAccount] = useState('')
  const [cap, setCap] = useState('')
  const accounts = useQuery(accountsQuery)
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () =>
      makeKey({
        name: name.trim(),
        scopes: power === 'reads' ? reading : writing,
        sendPolicy: power === 'reads' ? 'block' : power === 'proposes' ? 'approve' : 'allow',
        // One of those that the server listed.
        ...(account && { accounts: [account as AccountId] }),
        ...(cap !== '' && power !== 'reads' && { dailyCap: Number(cap) }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  if (make.data)
    return (
      <>
        <ShownConfiguration client={client} connection={connection} apiKey={make.data.key} />
        <FirstCall keyId={make.data.id} />
      </>
    )
  return (
    <form className="grid gap-5" onSubmit={submit}>
      <Card className="grid gap-5">
        <Field label={words('may.label')} hint={words(`explained.${power}`)}>
          <Select
            value={power}
            onChange={({ target }) => setPower(powers.find((each) => each === target.value) ?? 'proposes')}
          >
            {powers.map((each) => (
              <option key={each} value={each}>
                {words(`may.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={words('accounts')}>
          <Select value={account} onChange={({ target }) => setAccount(target.value)}>
            <option value="">{words('allAccounts')}</option>
            <AccountOptions accounts={accounts.data?.items.filter(({ state }) => state !== 'disabled')} />
          </Select>
        </Field>
        {power !== 'reads' && (
          <Field label={words('cap')} hint={words('capHint')} optional={words('optional')}>
            <Input type="number" min={0} max={1_000_000} value={cap} onChange={({ target }) => setCap(target.value)} />
          </Field>
        )}
        <Field label={words('name')} hint={words('nameHint')}>
          <Input value={name} required maxLength={100} dir="auto" onChange={({ target }) => setName(target.value)} />
        </Field>
      </Card>
      {make.error && <ProblemNote error={make.error} />}
      <Button type="submit" kind="primary" className="justify-self-end" busy={make.isPending}>
        {words('makeKey')}
      </Button>
    </form>
  )
}
