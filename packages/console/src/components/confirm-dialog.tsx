import { type ReactNode, useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { Input } from './input.tsx'
import { ProblemNote } from './problem-note.tsx'

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** What happens then, and whether it can be taken back. */
  readonly children: ReactNode
  readonly action: string
  readonly danger?: boolean
  /** Something that is asked for in it is still missing. */
  readonly incomplete?: boolean
  /** What must be typed first, for what cannot be taken back. */
  readonly typed?: { readonly label: string; readonly text: string }
  /** The dialog stays and shows the problem when it fails. */
  readonly onConfirm: () => Promise<unknown>
}

/** Asks once more before something that matters. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, action, danger = false, incomplete = false, typed, onConfirm } = props
  const words = useTranslations('common')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [text, setText] = useState('')
  const change = (next: boolean) => {
    setError(undefined)
    setText('')
    onOpenChange(next)
  }
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      change(false)
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  const footer = (
    <>
      <Button onClick={() => change(false)}>{words('cancel')}</Button>
      <Button
        kind={danger ? 'danger' : 'primary'}
        busy={busy}
        disabled={incomplete || (typed !== undefined && text.trim() !== typed.text)}
        onClick={() => void confirm()}
      >
        {action}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onOpenChange={change} title={title} size="small" footer={footer}>
      <div className="grid gap-4 text-soft">
        {children}
        {typed && (
          <Field label={typed.label}>
            <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {error !== undefined && <ProblemNote error={error} />}
      </div>
    </Dialog>
  )
}
