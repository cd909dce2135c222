import type { Message } from '@switchboard/contract'
import { Popover } from '../../components/popover.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useThreadActions } from '../thread-actions.ts'

/** What people thought of a message, on its edge; a press tells who, and takes ours back. */
export function Reactions({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { react } = useThreadActions()
  const { reactions } = message
  if (reactions.length === 0) return null
  const emoji = [...new Set(reactions.map((reaction) => reaction.emoji))]
  const nameOf = ({ direction, contact }: Message['reactions'][number]) =>
    direction === 'outbound' ? words('us') : (contact?.name ?? contact?.phone ?? words('customer'))
  const isOurs = reactions.some(({ direction }) => direction === 'outbound')
  return (
    <div className="relative z-1 -mt-1.5 mb-1 px-2">
      <Popover
        className="w-56"
        trigger={
          <button
            type="button"
            className="inline-flex items-center gap-1 rounded-full border bg-surface px-1.5 py-0.5 text-sm leading-none shadow-xs hover:bg-hover"
            aria-label={words('reactionsBy', {
              who: reactions.map((reaction) => `${reaction.emoji} ${nameOf(reaction)}`).join(', '),
            })}
          >
            <span>{emoji.join('')}</span>
            {reactions.length > 1 && <span className="text-soft text-xs">{reactions.length}</span>}
          </button>
        }
      >
        <ul className="grid gap-1.5">
          {reactions.map((reaction) => (
            <li key={`${reaction.direction} ${reaction.contact?.id}`} className="flex items-center gap-2">
              <span className="text-lg leading-none">{reaction.emoji}</span>
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {nameOf(reaction)}
              </span>
            </li>
          ))}
        </ul>
        {isOurs && react && (
          <button
            type="button"
            className="mt-2 w-full rounded-lg border px-2 py-1 text-xs hover:bg-hover"
            onClick={() => react(message, null)}
          >
            {words('takeReactionBack')}
          </button>
        )}
      </Popover>
    </div>
  )
}
