import type { Message } from '@switchboard/contract'
import { Braces, Copy, Ellipsis, Info, Link as LinkIcon, Reply, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { Popover } from '../../components/popover.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useThreadActions } from '../thread-actions.ts'

const quick = ['👍', '❤️', '😂', '😮', '🙏', '🎉', '👀', '✅'] as const

/** What can be done with a message, beside it. */
export function BubbleTools({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { reply, react } = useThreadActions()
  // What never left has nothing at the provider that could be answered.
  const isThere = !message.providerMessageId.startsWith('local:')
  return (
    <div className="flex w-max items-center rounded-lg opacity-0 transition-opacity focus-within:opacity-100 group-hover/bubble:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
      {react && isThere && <React message={message} react={react} />}
      {reply && isThere && (
        <Button
          kind="ghost"
          size="small-icon"
          className="hidden sm:inline-flex"
          aria-label={words('reply')}
          onClick={() => reply(message)}
        >
          <Reply />
        </Button>
      )}
      <MessageMenu message={message} isThere={isThere} />
    </div>
  )
}

interface ReactProps {
  readonly message: Message
  readonly react: (message: Message, emoji: string | null) => void
}

function React({ message, react }: ReactProps) {
  const words = useTranslations('thread')
  const [isOpen, setIsOpen] = useState(false)
  const ours = message.reactions.find(({ direction }) => direction === 'outbound')?.emoji
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      side="top"
      align="center"
      className="w-auto p-1.5"
      trigger={
        <Button kind="ghost" size="small-icon" className="hidden sm:inline-flex" aria-label={words('react')}>
          <SmilePlus />
        </Button>
      }
    >
      <ul className="flex gap-0.5">
        {quick.map((emoji) => (
          <li key={emoji}>
            <button
              type="button"
              className="grid size-9 place-items-center rounded-lg text-xl hover:bg-hover aria-pressed:bg-selected"
              aria-label={words('reactWith', { emoji })}
              aria-pressed={emoji === ours}
              onClick={() => {
                setIsOpen(false)
                react(message, emoji === ours ? null : emoji)
              }}
            >
              {emoji}
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}

function MessageMenu({ message, isThere }: { readonly message: Message; readonly isThere: boolean }) {
  const words = useTranslations('thread')
  const { reply, react, showDetails, linkTo } = useThreadActions()
  const toast = useToast()
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      toast.show(words('copied'))
    } catch (error) {
      toast.problem(error)
    }
  }
  const { text } = message
  return (
    <Menu
      align="start"
      trigger={
        <Button kind="ghost" size="small-icon" aria-label={words('menu')}>
          <Ellipsis />
        </Button>
      }
    >
      {reply && isThere && (
        <MenuItem icon={Reply} onSelect={() => reply(message)}>
          {words('reply')}
        </MenuItem>
      )}
      {react && isThere && (
        <MenuItem icon={SmilePlus} onSelect={() => react(message, '👍')}>
          {words('reactWith', { emoji: '👍' })}
        </MenuItem>
      )}
      {text !== null && (
        <MenuItem icon={Copy} onSelect={() => void copy(text)}>
          {words('copyText')}
        </MenuItem>
      )}
      <MenuItem icon={LinkIcon} onSelect={() => void copy(linkTo(message))}>
        {words('copyLink')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Info} onSelect={() => showDetails(message)}>
        {words('details')}
      </MenuItem>
      <MenuItem icon={Braces} onSelect={() => showDetails(message, 'raw')}>
        {words('showRaw')}
      </MenuItem>
    </Menu>
  )
}
