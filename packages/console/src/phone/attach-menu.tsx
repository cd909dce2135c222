import type { PhoneAction } from '@switchboard/contract'
import { ChartBar, FileText, Image, MapPin, Mic, Music, Plus, ShoppingBag, Sticker, UserRound } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../components/menu.tsx'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { ChosenFile } from './chosen-file.ts'
import { ContactForm } from './contact-form.tsx'
import { LocationForm } from './location-form.tsx'
import { StickerPicker } from './sticker-picker.tsx'
import { VoiceSheet } from './voice-sheet.tsx'

export type Attached = Extract<
  PhoneAction,
  { type: 'voice' | 'sticker' | 'location' | 'contacts' | 'order' | 'unsupported' }
>

export interface AttachMenuProps {
  readonly onChoose: (chosen: ChosenFile) => void
  readonly onAct: (action: Attached) => Promise<unknown>
}

type Opened = 'sticker' | 'location' | 'contact' | 'voice'

/** Everything that is no text. */
export function AttachMenu({ onChoose, onAct }: AttachMenuProps) {
  const words = useTranslations('phone.attach')
  const toast = useToast()
  const [opened, setOpened] = useState<Opened>()
  const files = useRef<HTMLInputElement>(null)
  const [asDocument, setAsDocument] = useState(false)
  const pick = (accept: string, isDocument: boolean) => {
    if (!files.current) return
    setAsDocument(isDocument)
    files.current.accept = accept
    files.current.click()
  }
  const done = (action: Attached) => {
    setOpened(undefined)
    void onAct(action).catch(toast.problem)
  }
  const close = () => setOpened(undefined)
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button kind="ghost" size="icon" className="rounded-full" aria-label={words('title')}>
            <Plus />
          </Button>
        }
      >
        <MenuItem icon={Image} onSelect={() => pick('image/*,video/mp4,video/3gpp', false)}>
          {words('photo')}
        </MenuItem>
        <MenuItem icon={FileText} onSelect={() => pick('', true)}>
          {words('document')}
        </MenuItem>
        <MenuItem icon={Music} onSelect={() => pick('audio/*', false)}>
          {words('audio')}
        </MenuItem>
        <MenuItem icon={Mic} onSelect={() => setOpened('voice')}>
          {words('voice')}
        </MenuItem>
        <MenuItem icon={Sticker} onSelect={() => setOpened('sticker')}>
          {words('sticker')}
        </MenuItem>
        <MenuItem icon={MapPin} onSelect={() => setOpened('location')}>
          {words('location')}
        </MenuItem>
        <MenuItem icon={UserRound} onSelect={() => setOpened('contact')}>
          {words('contact')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={ShoppingBag}
          onSelect={() =>
            done({ type: 'order', items: [{ product: 'blue-one-medium', quantity: 2, price: 19.5, currency: 'EUR' }] })
          }
        >
          {words('order')}
        </MenuItem>
        <MenuItem icon={ChartBar} onSelect={() => done({ type: 'unsupported', what: 'poll' })}>
          {words('poll')}
        </MenuItem>
      </Menu>
      <input
        ref={files}
        type="file"
        hidden
        aria-label={words('file')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onChoose({ file, asDocument })
          event.target.value = ''
        }}
      />
      <VoiceSheet isOpen={opened === 'voice'} onClose={close} onSend={done} />
      <StickerPicker isOpen={opened === 'sticker'} onClose={close} onSend={done} />
      <LocationForm isOpen={opened === 'location'} onClose={close} onSend={done} />
      <ContactForm isOpen={opened === 'contact'} onClose={close} onSend={done} />
    </>
  )
}
