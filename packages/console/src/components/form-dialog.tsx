import { type ReactNode, useId } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'

interface FormDialogProps extends Pick<DialogProps, 'title' | 'description' | 'size'> {
  /** What the button says that sends the form; absent: save. */
  readonly action?: string
  /** Something that is asked for is still missing. */
  readonly incomplete?: boolean
  readonly saving: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog that asks for something and saves it; it stays, with the reason, when that fails. */
export function FormDialog(props: FormDialogProps) {
  const { action, incomplete = false, saving, onSubmit, onClose, children, ...dialog } = props
  const words = useTranslations('common')
  const form = useId()
  const footer = (
    <>
      <Button onClick={onClose}>{words('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={saving.isPending} disabled={incomplete}>
        {action ?? words('save')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} footer={footer} {...dialog}>
      <form
        id={form}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {children}
        {saving.error && <ProblemNote error={saving.error} />}
      </form>
    </Dialog>
  )
}
