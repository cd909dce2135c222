import type { ConnectedAccount, SendReport } from '@switchboard/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { sendQuery, sendTest } from './queries.ts'

/** A message to one's own phone, through the same gate as every other: what it refuses here it would refuse there. */
export function TestMessage({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts.test')
  // Twilio's are named otherwise; a number for trying takes any.
  const hasTemplates = account.transport !== 'twilio'
  const [to, setTo] = useState('')
  const [kind, setKind] = useState<'template' | 'text'>(hasTemplates ? 'template' : 'text')
  const [text, setText] = useState(() => words('sample'))
  const send = useMutation({
    mutationFn: () => {
      const content =
        kind === 'text' ? { type: 'text', text } : { type: 'template', name: 'hello_world', language: 'en_US' }
      return sendTest({ to: { phone: to.trim() }, accountId: account.id, content }, crypto.randomUUID())
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to.trim() !== '') send.mutate()
  }
  const sendId = send.data?.sends[0]?.id
  return (
    <form className="grid gap-5" onSubmit={submit}>
      <Field
        label={words('to')}
        hint={words(account.transport === 'cloud-api' && !account.connection.simulated ? 'toHint' : 'toHintOther')}
      >
        <Input
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          dir="ltr"
          required
          value={to}
          placeholder="+49 1512 3456789"
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
      {hasTemplates && (
        <Field label={words('what')} hint={words(kind === 'template' ? 'templateHint' : 'textHint')}>
          <Select value={kind} onChange={({ target }) => setKind(target.value === 'text' ? 'text' : 'template')}>
            <option value="template">{words('template')}</option>
            <option value="text">{words('text')}</option>
          </Select>
        </Field>
      )}
      {kind === 'text' && (
        <Field label={words('message')} hint={hasTemplates ? undefined : words('textHint')}>
          <Input value={text} dir="auto" required maxLength={1_000} onChange={(event) => setText(event.target.value)} />
        </Field>
      )}
      <Button type="submit" kind="primary" className="justify-self-start" busy={send.isPending}>
        <Send />
        {words('send')}
      </Button>
      <div aria-live="polite">
        {send.error && <ProblemNote error={send.error} />}
        {sendId && <TestOutcome id={sendId} />}
      </div>
    </form>
  )
}

function TestOutcome({ id }: { readonly id: string }) {
  const words = useTranslations('accounts.test')
  const { data } = useQuery(sendQuery(id))
  if (!data) return null
  const [outcome, tone] = outcomeOf(data)
  const failure = failureOf(data)
  return (
    <div className="grid justify-items-start gap-2">
      <p className="flex items-center gap-2">
        <Badge tone={tone}>{words(`outcome.${outcome}`)}</Badge>
      </p>
      <p className="text-soft">{failure ?? words(`explained.${outcome}`)}</p>
    </div>
  )
}

type Outcome = 'waiting' | 'held' | 'accepted' | 'delivered' | 'failed' | 'unknown'

function outcomeOf({ state, status }: SendReport): readonly [Outcome, Tone] {
  if (state === 'failed' || status === 'failed' || state === 'cancelled') return ['failed', 'bad']
  if (status === 'delivered' || status === 'read' || status === 'played') return ['delivered', 'good']
  if (state === 'held') return ['held', 'warning']
  if (state === 'unknown') return ['unknown', 'warning']
  return state === 'accepted' ? ['accepted', 'info'] : ['waiting', 'neutral']
}

/** The provider's refusal, or what its receipt says, as a sentence. */
function failureOf({ error, errors }: SendReport): string | undefined {
  const [receipt] = errors ?? []
  if (receipt) return [receipt.title, receipt.details].filter(Boolean).join(' ')
  if (typeof error !== 'object' || error === null) return undefined
  const parts = ['sentence', 'remedy'].map((name) => Reflect.get(error, name))
  return parts.filter((part) => typeof part === 'string').join(' ') || undefined
}
