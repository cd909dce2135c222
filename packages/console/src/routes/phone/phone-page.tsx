import { useNavigate, useParams } from '@tanstack/react-router'
import { Phone } from '../../phone/phone.tsx'
import { useDocumentTitle } from '../../shell/document-title.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { PhoneGuide } from './phone-guide.tsx'

/** A customer's phone, with what can be tried on it. */
export function PhonePage() {
  const words = useTranslations('phone')
  const { customer } = useParams({ strict: false })
  const navigate = useNavigate()
  const choose = (id: string | undefined) =>
    void navigate(id === undefined ? { to: '/phone' } : { to: '/phone/$customer', params: { customer: id } })
  useDocumentTitle(words('title'))
  return (
    <div className="flex h-full min-h-0 flex-col lg:flex-row lg:justify-center lg:gap-10 lg:p-6">
      <div className="hidden lg:block lg:w-80 lg:shrink-0 lg:self-center">
        <h1 className="font-semibold text-2xl tracking-tight">{words('title')}</h1>
        <p className="mt-1 text-pretty text-soft">{words('intro')}</p>
        <PhoneGuide customer={customer} />
      </div>
      <h1 className="sr-only lg:hidden">{words('title')}</h1>
      <div className="min-h-0 flex-1 sm:p-4 lg:max-w-[26rem] lg:p-0">
        <Phone customerId={customer} onCustomer={choose} />
      </div>
    </div>
  )
}
