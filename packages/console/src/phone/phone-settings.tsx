import type { PhoneOwner, PhoneScreen, PhoneSwitches } from '@switchboard/contract'
import { useId } from 'react'
import { useFormatter, useNow } from 'use-intl'
import { Switch } from '../components/switch.tsx'
import { useToast } from '../components/toast.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { changePhone } from './queries.ts'

const switches = [
  'receives',
  'reads',
  'answers',
  'hidesPhone',
  'wantsMarketing',
  'blocksBusiness',
] as const satisfies readonly (keyof PhoneSwitches)[]

/** Who the customer is, what the business may do now, and how the phone behaves. */
export function PhoneSettings({ screen }: { readonly screen: PhoneScreen }) {
  const words = useTranslations('phone')
  const { customer } = screen
  return (
    <div className="grid gap-3">
      <div>
        <p className="font-semibold" dir="auto">
          {customer.name}
        </p>
        <p className="break-all text-faint text-xs">{customer.phone ?? customer.userId}</p>
        <p className="mt-2 text-pretty text-soft text-xs">
          <WindowSentence screen={screen} />
        </p>
        {screen.blockedByBusiness && <p className="mt-1 text-danger text-xs">{words('blockedByBusiness')}</p>}
        {customer.magic && <p className="mt-1 text-warning text-xs">{words('magicNote', { what: customer.magic })}</p>}
      </div>
      <ul className="grid gap-3 border-t pt-3">
        {switches.map((name) => (
          <SwitchRow key={name} name={name} customer={customer} />
        ))}
      </ul>
    </div>
  )
}

function WindowSentence({ screen }: { readonly screen: PhoneScreen }) {
  const words = useTranslations('phone')
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 })
  const { windowClosesAt } = screen
  if (windowClosesAt === null) return words('windowClosed')
  return words('windowOpen', { when: format.relativeTime(new Date(windowClosesAt), now) })
}

interface SwitchRowProps {
  readonly name: (typeof switches)[number]
  readonly customer: PhoneOwner
}

function SwitchRow({ name, customer }: SwitchRowProps) {
  const words = useTranslations('phone.switches')
  const { can } = useSession()
  const toast = useToast()
  const id = useId()
  // Who has no number has none to show.
  const isFixed = name === 'hidesPhone' && customer.phone === null
  return (
    <li className="flex items-start gap-3">
      <label htmlFor={id} className="min-w-0 flex-1">
        {words(name)}
        <span id={`${id}-hint`} className="block text-pretty text-faint text-xs">
          {words(`${name}Hint`)}
        </span>
      </label>
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={customer[name]}
        disabled={isFixed || !can('messages:send')}
        onCheckedChange={(isOn) => void changePhone(customer.id, { [name]: isOn }).catch(toast.problem)}
      />
    </li>
  )
}
