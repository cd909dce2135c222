import { X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Button } from '../../components/button.tsx'
import { PhoneLoading } from '../../phone/phone-loading.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Inbox } from './use-inbox.ts'

const Phone = lazy(async () => ({ default: (await import('../../phone/phone.tsx')).Phone }))

/** The simulated phone at the side of the inbox; where there is no room for both it lies over it. */
export function PhoneBeside({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('phone')
  const common = useTranslations('common')
  const { phone } = inbox.search
  if (phone === undefined) return null
  return (
    <aside
      aria-label={words('title')}
      className="fixed inset-y-0 end-0 z-30 flex w-full flex-col border-s bg-ground shadow-2xl sm:w-[26rem] xl:static xl:z-auto xl:shrink-0 xl:shadow-none"
    >
      <header className="flex items-center justify-between gap-2 py-2 ps-4 pe-2">
        <h2 className="font-semibold">{words('title')}</h2>
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={common('close')}
          onClick={() => inbox.change({ phone: undefined })}
        >
          <X />
        </Button>
      </header>
      <div className="min-h-0 flex-1 sm:px-3 sm:pb-3">
        <Suspense fallback={<PhoneLoading />}>
          <Phone
            customerId={phone === true ? undefined : phone}
            onCustomer={(id) => inbox.change({ phone: id ?? true })}
          />
        </Suspense>
      </div>
    </aside>
  )
}
