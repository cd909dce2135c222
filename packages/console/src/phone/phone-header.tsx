import type { PhoneScreen } from '@switchboard/contract'
import { ArrowLeft, SlidersHorizontal } from 'lucide-react'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Popover } from '../components/popover.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { PhoneSettings } from './phone-settings.tsx'
import { useTypes } from './use-types.ts'

export interface PhoneHeaderProps {
  readonly screen: PhoneScreen
  readonly onBack: () => void
}

/** With whom the customer talks, and how the phone is set. */
export function PhoneHeader({ screen, onBack }: PhoneHeaderProps) {
  const words = useTranslations('phone')
  const types = useTypes(screen)
  return (
    <header className="flex shrink-0 items-center gap-2 border-b px-2 py-2">
      <Button kind="ghost" size="small-icon" aria-label={words('allCustomers')} onClick={onBack}>
        <ArrowLeft className="rtl:rotate-180" />
      </Button>
      <Avatar name={screen.business} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold" dir="auto">
          {screen.business}
        </h2>
        <p className="truncate text-faint text-xs" aria-live="polite">
          {types ? (
            <span className="text-accent-ink">{words('types')}</span>
          ) : (
            words('phoneOf', { name: screen.customer.name })
          )}
        </p>
      </div>
      <Popover
        align="end"
        className="max-h-[min(36rem,80dvh)] w-80 overflow-y-auto"
        trigger={
          <Button kind="ghost" size="small-icon" aria-label={words('settings')}>
            <SlidersHorizontal />
          </Button>
        }
      >
        <PhoneSettings screen={screen} />
      </Popover>
    </header>
  )
}
