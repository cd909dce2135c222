import { useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { CustomerChooser } from './customer-chooser.tsx'
import { FirstMessage } from './first-message.tsx'
import { ForgottenCustomer } from './forgotten-customer.tsx'
import { PhoneChat } from './phone-chat.tsx'
import { PhoneFrame } from './phone-frame.tsx'
import { PhoneLoading } from './phone-loading.tsx'
import { simulatorQuery } from './queries.ts'
import { usePhones } from './use-phones.ts'

export interface PhoneProps {
  /** Whose phone it is: digits of their number, or their user id. Undefined: to be chosen, or made. */
  readonly customerId?: string | undefined
  /** Another one was chosen; undefined: the list of all. */
  readonly onCustomer: (id: string | undefined) => void
}

/** The phone of a simulated customer, as large as its place allows. What is written on it comes in as from WhatsApp. */
export function Phone({ customerId, onCustomer }: PhoneProps) {
  const words = useTranslations('phone')
  const { can } = useSession()
  const simulator = useQuery(simulatorQuery)
  const isThere = simulator.data?.present === true
  const { owners, screen, isCut } = usePhones(customerId, isThere)
  const [isMaking, setMaking] = useState(false)
  if (simulator.error) return <ProblemNote error={simulator.error} onRetry={() => void simulator.refetch()} />
  if (simulator.data && !isThere)
    return (
      <EmptyState icon={Smartphone} title={words('absentTitle')}>
        {words('absent')}
      </EmptyState>
    )
  const choose = (id: string | undefined) => {
    setMaking(false)
    onCustomer(id)
  }
  return (
    <PhoneFrame isOffline={screen?.customer.receives === false} isCut={isCut}>
      {customerId !== undefined && !isMaking ? (
        screen === undefined ? (
          <PhoneLoading />
        ) : screen === null ? (
          <ForgottenCustomer id={customerId} onMade={choose} onBack={() => choose(undefined)} />
        ) : (
          <PhoneChat key={screen.customer.id} screen={screen} onBack={() => choose(undefined)} />
        )
      ) : owners === undefined ? (
        <PhoneLoading />
      ) : can('messages:send') && (isMaking || owners.length === 0) ? (
        <FirstMessage
          owners={owners}
          onStarted={choose}
          onChooser={owners.length > 0 ? () => setMaking(false) : undefined}
        />
      ) : (
        <CustomerChooser owners={owners} onChoose={choose} onNew={() => setMaking(true)} />
      )}
    </PhoneFrame>
  )
}
