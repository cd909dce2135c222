import type { CannedReply } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { cannedRepliesQuery } from '../api/canned-replies.ts'
import { classNames } from '../components/class-names.ts'
import { useTranslations } from '../strings/use-translations.ts'

/** The short code that is being typed before the caret: `/thanks`. */
export function slashWord(text: string, caret: number): { readonly word: string; readonly start: number } | undefined {
  const found = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const word = found[1] ?? ''
  return { word, start: caret - word.length - 1 }
}

const most = 8

/** Those whose code begins with the word come first, then those that contain it somewhere. */
export function useCannedReplies(word: string | undefined): readonly CannedReply[] {
  const { data } = useQuery({ ...cannedRepliesQuery, enabled: word !== undefined })
  if (word === undefined) return []
  const wanted = word.toLowerCase()
  const found = (data?.items ?? []).filter(
    ({ shortCode, text }) => shortCode.includes(wanted) || text.toLowerCase().includes(wanted),
  )
  return found
    .toSorted((a, b) => Number(b.shortCode.startsWith(wanted)) - Number(a.shortCode.startsWith(wanted)))
    .slice(0, most)
}

export const optionId = (listId: string, reply: CannedReply): string => `${listId}-${reply.id}`

/** Nobody has made one yet, or none is called so. */
function NoneFound() {
  const words = useTranslations('composer')
  const { data } = useQuery(cannedRepliesQuery)
  return (
    <p className="px-3 py-2 text-soft">
      {words(data?.items.length === 0 ? 'noCannedYet' : 'noCanned')}{' '}
      <Link to="/settings/canned-replies" className="text-accent-ink underline">
        {words('makeCanned')}
      </Link>
    </p>
  )
}

interface CannedListProps {
  readonly id: string
  readonly replies: readonly CannedReply[]
  readonly active: number
  readonly onChoose: (reply: CannedReply) => void
}

/** Texts that are written often, above what is written; the arrows and Enter choose, from the text itself. */
export function CannedList({ id, replies, active, onChoose }: CannedListProps) {
  const words = useTranslations('composer')
  return (
    <div className="absolute inset-x-3 bottom-full z-20 mb-1 max-h-64 overflow-y-auto rounded-xl border bg-raised p-1 shadow-xl">
      {replies.length === 0 && <NoneFound />}
      <div id={id} role="listbox" aria-label={words('canned')}>
        {replies.map((reply, index) => (
          // The keyboard is the text's: focus stays there, and it says which option is active.
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={reply.id}
            id={optionId(id, reply)}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(reply)}
            className={classNames(
              'flex cursor-pointer items-baseline gap-3 rounded-lg px-3 py-1.5',
              index === active && 'bg-selected',
            )}
          >
            <span className="shrink-0 font-medium text-accent-ink">/{reply.shortCode}</span>
            <span dir="auto" className="truncate text-soft">
              {reply.text}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
