import type { PhoneBubble } from '@switchboard/contract'
import { ChevronDown, Copy, Pencil, Reply, SmilePlus, Trash2, Undo2 } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../components/menu.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { usePhoneActions } from './phone-actions.ts'

const emoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

/** What a person does to a message: answer, react, change, take back. */
export function BubbleMenu({ message }: { readonly message: PhoneBubble }) {
  const words = useTranslations('phone')
  const { act, setDraft } = usePhoneActions()
  const { id, from, content, canEdit, reaction } = message
  const text = content?.type === 'text' ? content.text : undefined
  const react = (chosen: string | null) => void act({ type: 'reaction', messageId: id, emoji: chosen })
  const isMine = from === 'customer'
  return (
    <Menu
      align={isMine ? 'end' : 'start'}
      trigger={
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={words('messageMenu')}
          className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 [@media(hover:none)]:opacity-60"
        >
          <ChevronDown />
        </Button>
      }
    >
      <MenuItem icon={Reply} onSelect={() => setDraft({ kind: 'reply', message })}>
        {words('reply')}
      </MenuItem>
      {text !== undefined && (
        <MenuItem icon={Copy} onSelect={() => void navigator.clipboard.writeText(text)}>
          {words('copyText')}
        </MenuItem>
      )}
      {isMine && canEdit && (
        <MenuItem icon={Pencil} onSelect={() => setDraft({ kind: 'edit', message })}>
          {words('edit')}
        </MenuItem>
      )}
      {isMine && (
        <MenuItem icon={Trash2} danger onSelect={() => void act({ type: 'delete', messageId: id })}>
          {words('delete')}
        </MenuItem>
      )}
      {!isMine && (
        <>
          <MenuSeparator />
          <MenuLabel>
            <SmilePlus aria-hidden className="me-1 inline size-3.5" />
            {words('react')}
          </MenuLabel>
          <div className="flex px-1">
            {emoji.map((one) => (
              <MenuItem key={one} onSelect={() => react(one)}>
                {one}
              </MenuItem>
            ))}
          </div>
          {reaction !== null && (
            <MenuItem icon={Undo2} onSelect={() => react(null)}>
              {words('unreact')}
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  )
}
