import type { OutboundContent } from '@switchboard/contract'
import { SendHorizontal } from 'lucide-react'
import { Children, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

export interface InsertDialogProps {
  readonly onClose: () => void
  readonly onSend: (content: OutboundContent) => void
}

interface FrameProps {
  readonly title: string
  /** The id of the form that is sent. */
  readonly form: string
  readonly isReady: boolean
  readonly onClose: () => void
  /** The form, and what the customer will see of it. */
  readonly children: ReactNode
}

/** Something that is filled in and sent by itself, beside how the customer will see it. */
export function InsertDialog({ title, form, isReady, onClose, children }: FrameProps) {
  const words = useTranslations('composer')
  const [fields, preview] = Children.toArray(children)
  const footer = (
    <Button type="submit" form={form} kind="primary" disabled={!isReady}>
      <SendHorizontal className="rtl:-scale-x-100" />
      {words('send')}
    </Button>
  )
  return (
    <Dialog open onOpenChange={onClose} title={title} footer={footer}>
      <div className="grid gap-4">
        {fields}
        {preview && (
          <section aria-label={words('preview')} className="rounded-xl bg-thread p-4">
            <div className="w-fit max-w-full rounded-xl rounded-ss-sm bg-bubble-in p-1.5 shadow-sm">{preview}</div>
          </section>
        )}
      </div>
    </Dialog>
  )
}
