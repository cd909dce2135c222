import type { PhoneCard } from '@switchboard/contract'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { PhoneSheet } from './phone-sheet.tsx'

export interface ListSheetProps {
  readonly list: NonNullable<PhoneCard['list']>
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** @returns whether it was sent */
  readonly onChoose: (row: string) => Promise<boolean>
}

/** The rows of a list, of which one is chosen and sent. */
export function ListSheet({ list, isOpen, onOpenChange, onChoose }: ListSheetProps) {
  const words = useTranslations('phone')
  const [chosen, setChosen] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    if (chosen === undefined) return
    setBusy(true)
    if (await onChoose(chosen)) onOpenChange(false)
    setBusy(false)
  }
  return (
    <PhoneSheet
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={list.button}
      footer={
        <Button kind="primary" disabled={chosen === undefined} busy={isBusy} onClick={() => void send()}>
          {words('send')}
        </Button>
      }
    >
      <div className="grid gap-4">
        {list.sections.map(({ title, rows }) => (
          <fieldset key={title ?? ''} className="grid gap-1">
            <legend className={title ? 'pb-1 font-medium text-accent-ink text-xs' : 'sr-only'}>
              {title ?? list.button}
            </legend>
            {rows.map((row) => (
              <label key={row.id} className="flex cursor-pointer items-start gap-3 rounded-lg px-2 py-2 hover:bg-hover">
                <input
                  type="radio"
                  name="row"
                  className="mt-1 size-4 accent-accent"
                  checked={chosen === row.id}
                  onChange={() => setChosen(row.id)}
                />
                <span dir="auto">
                  <span className="block font-medium">{row.title}</span>
                  {row.description && <span className="block text-faint text-xs">{row.description}</span>}
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </PhoneSheet>
  )
}
