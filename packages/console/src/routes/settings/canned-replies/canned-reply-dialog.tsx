import type { CannedReply } from '@switchboard/contract'
import { useState } from 'react'
import { Field } from '../../../components/field.tsx'
import { FormDialog } from '../../../components/form-dialog.tsx'
import { Input, TextArea } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useSaveCannedReply } from './queries.ts'

export interface CannedReplyDialogProps {
  /** Absent: a new one. */
  readonly reply: CannedReply | undefined
  readonly onClose: () => void
}

export function CannedReplyDialog({ reply, onClose }: CannedReplyDialogProps) {
  const words = useTranslations('settings.cannedReplies')
  const save = useSaveCannedReply(reply?.id)
  const [shortCode, setShortCode] = useState(reply?.shortCode ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const submit = () => save.mutate({ shortCode: shortCode.replace(/^\//, ''), text }, { onSuccess: onClose })
  return (
    <FormDialog title={reply ? words('edit') : words('add')} saving={save} onSubmit={submit} onClose={onClose}>
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
    </FormDialog>
  )
}
