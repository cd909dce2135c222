import type { CannedReply } from '@switchboard/contract'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input, TextArea } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useSaveCannedReply } from './queries.ts'

export interface CannedReplyDialogProps {
  /** Absent: a new one. */
  readonly reply: CannedReply | undefined
  readonly onClose: () => void
}

export function CannedReplyDialog({ reply, onClose }: CannedReplyDialogProps) {
  const words = useTranslations('settings.cannedReplies')
  const common = useTranslations('common')
  const save = useSaveCannedReply(reply?.id)
  const form = useId()
  const [shortCode, setShortCode] = useState(reply?.shortCode ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ shortCode: shortCode.replace(/^\//, ''), text }, { onSuccess: onClose })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={save.isPending}>
        {common('save')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={reply ? words('edit') : words('add')} footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label={words('shortCode')} hint={words('shortCodeHint')}>
          <Input
            value={shortCode}
            onChange={(event) => setShortCode(event.target.value)}
            required
            maxLength={41}
            className="font-mono"
            autoCapitalize="none"
          />
        </Field>
        {/* What stands between the signs is what the server knows, not a word of ours. */}
        <Field
          label={words('text')}
          hint={words('textHint', { name: '{{ contact.first_name | default: "…" }}', agent: '{{ agent.first_name }}' })}
        >
          <TextArea
            value={text}
            onChange={(event) => setText(event.target.value)}
            required
            maxLength={4_096}
            rows={6}
            dir="auto"
          />
        </Field>
        {save.error && <ProblemNote error={save.error} />}
      </form>
    </Dialog>
  )
}
