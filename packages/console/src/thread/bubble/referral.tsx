import { Megaphone } from 'lucide-react'
import { useTranslations } from '../../strings/use-translations.ts'
import { textAt } from '../content/read-json.ts'
import { safeLink } from '../format-text.ts'

/** The ad or post by which a customer came. Its picture is at somebody else's address, so it is not loaded. */
export function Referral({ referral }: { readonly referral: unknown }) {
  const words = useTranslations('thread')
  const [headline, body, url] = ['headline', 'body', 'source_url'].map((name) => textAt(referral, name))
  const link = url === undefined ? null : safeLink(url)
  return (
    <div className="mb-1 grid gap-0.5 rounded-lg bg-ink/5 px-2 py-1.5 text-xs">
      <p className="flex items-center gap-1.5 text-soft">
        <Megaphone aria-hidden className="size-3.5 shrink-0" />
        {words(textAt(referral, 'source_type') === 'post' ? 'fromPost' : 'fromAd')}
      </p>
      {headline && (
        <p dir="auto" className="font-medium">
          {headline}
        </p>
      )}
      {body && (
        <p dir="auto" className="line-clamp-3 text-soft">
          {body}
        </p>
      )}
      {link && (
        <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="truncate text-info underline">
          {link}
        </a>
      )}
    </div>
  )
}
