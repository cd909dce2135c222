import type { Conversation, Template } from '@switchboard/contract'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { withWords } from '../../strings/with-words.ts'
import type { ChosenTemplate } from './chosen-template.ts'
import { TemplateList } from './template-list.tsx'

const loadFilling = () => withWords(import('./template-filling.tsx'), 'templates')
const TemplateFilling = lazy(async () => ({ default: (await loadFilling()).TemplateFilling }))

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
  // Who looks for one will fill it. What does not come is said where it is drawn.
  useEffect(() => {
    if (open) loadFilling().catch(() => undefined)
  }, [open])
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
        <Suspense fallback={<Skeleton className="h-40" />}>
          <TemplateFilling
            template={template}
            onBack={() => setTemplate(undefined)}
            onSend={done(onSend)}
            onSchedule={done(onSchedule)}
          />
        </Suspense>
      ) : (
        <TemplateList accountId={conversation.accountId} onChoose={setTemplate} />
      )}
    </Dialog>
  )
}
