import type { PhoneBubble } from '@switchboard/contract'
import { Check, CheckCheck, Clock3 } from 'lucide-react'
import { useTranslations } from '../strings/use-translations.ts'

/** How far the customer's own message came. */
export function Ticks({ state }: { readonly state: PhoneBubble['state'] }) {
  const words = useTranslations('phone.states')
  const label = words(state)
  if (state === 'waiting') return <Clock3 role="img" aria-label={label} className="size-3.5" />
  if (state === 'sent') return <Check role="img" aria-label={label} className="size-3.5" />
  return <CheckCheck role="img" aria-label={label} className={state === 'read' ? 'size-4 text-info' : 'size-4'} />
}
