import { SmartphoneNfc } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { useToast } from '../components/toast.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { makeCustomer, nameOfNumber } from './queries.ts'

export interface ForgottenCustomerProps {
  readonly id: string
  readonly onMade: (id: string) => void
  readonly onBack: () => void
}

/** A customer of the inbox whom the simulator does not know: it forgets when the server stops, and never knew of real ones. */
export function ForgottenCustomer({ id, onMade, onBack }: ForgottenCustomerProps) {
  const words = useTranslations('phone')
  const { can } = useSession()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const isPhone = /^\+?\d{5,20}$/.test(id)
  const make = async () => {
    setBusy(true)
    try {
      const digits = id.replace('+', '')
      // A phone says its owner's name with each message: another one would rename whom it belongs to.
      const name = await nameOfNumber(digits)
      onMade((await makeCustomer({ phone: `+${digits}`, ...(name !== undefined && { name }) })).id)
    } catch (error) {
      toast.problem(error)
      setBusy(false)
    }
  }
  return (
    <div className="grid flex-1 place-items-center overflow-y-auto">
      <EmptyState
        icon={SmartphoneNfc}
        title={words('forgottenTitle')}
        action={
          <>
            <Button onClick={onBack}>{words('allCustomers')}</Button>
            {isPhone && can('messages:send') && (
              <Button kind="primary" busy={isBusy} onClick={() => void make()}>
                {words('takeUp')}
              </Button>
            )}
          </>
        }
      >
        {words('forgotten')}
      </EmptyState>
    </div>
  )
}
