import type { Conversation, Template } from '@switchboard/contract'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { ChosenTemplate } from './chosen-template.ts'
import { TemplateFilling } from './template-filling.tsx'
import { TemplateList } from './template-list.tsx'

export interface TemplateDialogProps {
  readonly conversation: Conversation
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onSend: (chosen: ChosenTemplate) => void
  readonly onSchedule: (chosen: ChosenTemplate) => void
}

/** Finds a template, fills it and shows what the customer will see, before it is sent. */
export function TemplateDialog({ conversation, open, onOpenChange, onSend, onSchedule }: TemplateDialogProps) {
  const words = useTranslations('composer')
  const [template, setTemplate] = useState<Template>()
  const close = (next: boolean) => {
    if (!next) setTemplate(undefined)
    onOpenChange(next)
  }
  const done = (act: (chosen: ChosenTemplate) => void) => (chosen: ChosenTemplate) => {
    act(chosen)
    close(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={template ? template.name : words('chooseTemplate')}
      description={template ? undefined : words('templateWhy')}
      size="large"
    >
      {template ? (
        <TemplateFilling
          template={template}
          onBack={() => setTemplate(undefined)}
          onSend={done(onSend)}
          onSchedule={done(onSchedule)}
        />
      ) : (
        <TemplateList accountId={conversation.accountId} onChoose={setTemplate} />
      )}
    </Dialog>
  )
}
