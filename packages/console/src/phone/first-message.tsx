import type { PhoneOwner } from '@switchboard/contract'
import { ArrowLeft, Dices, Send } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Input, Select, TextArea } from '../components/input.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { makeUpPerson } from './made-up-people.ts'
import { actOnPhone, makeCustomer } from './queries.ts'

export interface FirstMessageProps {
  readonly owners: readonly PhoneOwner[]
  readonly onStarted: (id: string) => void
  /** To the list of those who are there. */
  readonly onChooser: (() => void) | undefined
}

const beginnings = ['now', 'yesterday', 'advert', 'silent'] as const
type Beginning = (typeof beginnings)[number]

/** Somebody new writes for the first time: everything is filled in already, so that one press does it. */
export function FirstMessage({ owners, onStarted, onChooser }: FirstMessageProps) {
  const words = useTranslations('phone')
  const [{ name, phone }, setPerson] = useState(() => makeUpPerson(owners))
  const [text, setText] = useState(words('firstText'))
  const [beginning, setBeginning] = useState<Beginning>('now')
  const [hidesPhone, setHidesPhone] = useState(false)
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error?: unknown }>({ isBusy: false })
  const start = async (event: SubmitEvent) => {
    event.preventDefault()
    setState({ isBusy: true })
    try {
      const { id } = await makeCustomer({ name, phone, hidesPhone })
      if (beginning !== 'silent') await actOnPhone(id, { type: 'text', text, ...moreOf(beginning) })
      onStarted(id)
    } catch (error) {
      setState({ isBusy: false, error })
    }
  }
  return (
    <form className="flex min-h-0 flex-1 flex-col" onSubmit={(event) => void start(event)}>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4">
        <header className="grid justify-items-center gap-2 pt-2 text-center">
          {onChooser && (
            <Button kind="ghost" size="small" className="justify-self-start" onClick={onChooser}>
              <ArrowLeft className="rtl:rotate-180" />
              {words('allCustomers')}
            </Button>
          )}
          <Avatar name={name} size="large" />
          <h2 className="font-semibold text-lg">{words('writeAsCustomer')}</h2>
          <p className="text-pretty text-soft">{words('writeAsCustomerWhy')}</p>
        </header>
        <div className="grid grid-cols-[1fr_auto] items-end gap-2">
          <Field label={words('name')}>
            <Input
              required
              maxLength={200}
              autoComplete="off"
              dir="auto"
              value={name}
              onChange={(event) => setPerson({ name: event.target.value, phone })}
            />
          </Field>
          <Button
            size="icon"
            aria-label={words('somebodyElse')}
            title={words('somebodyElse')}
            onClick={() => setPerson(makeUpPerson(owners))}
          >
            <Dices />
          </Button>
        </div>
        <Field label={words('number')} hint={words('numberHint')}>
          <Input
            required
            type="tel"
            maxLength={40}
            autoComplete="off"
            value={phone}
            onChange={(event) => setPerson({ name, phone: event.target.value })}
          />
        </Field>
        <details className="rounded-lg border px-3 py-2 [&[open]]:space-y-3">
          <summary className="cursor-pointer font-medium text-soft">{words('more')}</summary>
          <Field label={words('beginning')} hint={words(`beginnings.${beginning}Hint`)}>
            <Select
              value={beginning}
              onChange={(event) => setBeginning(beginnings.find((each) => each === event.target.value) ?? 'now')}
            >
              {beginnings.map((each) => (
                <option key={each} value={each}>
                  {words(`beginnings.${each}`)}
                </option>
              ))}
            </Select>
          </Field>
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              className="mt-1 size-4 accent-accent"
              checked={hidesPhone}
              onChange={(event) => setHidesPhone(event.target.checked)}
            />
            <span>
              {words('hidesPhone')}
              <span className="block text-faint text-xs">{words('hidesPhoneHint')}</span>
            </span>
          </label>
        </details>
        {beginning !== 'silent' && (
          <Field label={words('message')}>
            <TextArea
              required
              dir="auto"
              maxLength={4_096}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        {state.error !== undefined && <ProblemNote error={state.error} />}
      </div>
      <div className="border-t p-3">
        <Button type="submit" kind="primary" size="large" className="w-full rounded-full" busy={state.isBusy}>
          <Send className="rtl:-scale-x-100" />
          {words(beginning === 'silent' ? 'makeCustomer' : 'sendFirst')}
        </Button>
      </div>
    </form>
  )
}

function moreOf(beginning: Beginning) {
  if (beginning === 'yesterday') return { agoSeconds: 25 * 3_600 }
  if (beginning === 'advert') return { advert: { id: '120210000000001', url: 'https://shop.example.com/spring' } }
  return {}
}
