import { Link } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

/** What to do here, for who sees it for the first time. */
export function PhoneGuide({ customer }: { readonly customer: string | undefined }) {
  const words = useTranslations('phone')
  return (
    <>
      <h2 className="mt-6 font-semibold">{words('howTitle')}</h2>
      <ol className="mt-2 grid gap-2 text-soft">
        {(['howWrite', 'howAnswer', 'howWatch'] as const).map((step, index) => (
          <li key={step} className="flex gap-2.5">
            <span className="grid size-5 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-ink text-xs">
              {index + 1}
            </span>
            {words(step)}
          </li>
        ))}
      </ol>
      <Button asChild className="mt-4">
        <Link to="/inbox" search={{ phone: customer ?? true }}>
          <Inbox aria-hidden />
          {words('besideInbox')}
        </Link>
      </Button>
      <h2 className="mt-6 font-semibold">{words('moreTitle')}</h2>
      <ul className="mt-2 grid list-disc gap-1.5 ps-5 text-soft">
        {(['moreOffline', 'moreFiles', 'moreMessage', 'moreReady'] as const).map((line) => (
          <li key={line}>{words(line)}</li>
        ))}
      </ul>
    </>
  )
}
