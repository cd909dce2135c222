import type { OutboundContent } from '@switchboard/contract'
import { CircleAlert } from 'lucide-react'
import { Button } from '../components/button.tsx'
import type { OutgoingMessage } from '../outgoing/outgoing-message.ts'
import { useOutgoing, useOutgoingActions } from '../outgoing/outgoing-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'

interface RefusalStripProps {
  readonly conversationId: OutgoingMessage['conversationId']
  /** Puts it back to where it was written; undefined: it cannot be. */
  readonly editing: (content: OutboundContent) => (() => void) | undefined
  readonly onTemplate: () => void
}

function each(messages: readonly OutgoingMessage[], act: (clientId: string) => void): void {
  for (const { clientId } of messages) act(clientId)
}

/** What the server refused, why, and what can be done instead; what waits for the connection, or for a word whether it still leaves. */
export function RefusalStrip({ conversationId, editing, onTemplate }: RefusalStripProps) {
  const words = useTranslations('composer')
  const outgoing = useOutgoing(conversationId)
  const { retry, discard } = useOutgoingActions()
  const refused = outgoing.filter(({ state }) => state === 'refused')
  const old = outgoing.filter(({ state }) => state === 'old')
  const waiting = outgoing.filter(({ state }) => state === 'offline').length
  return (
    <>
      {waiting > 0 && (
        <p role="status" className="border-b bg-warning-soft px-3 py-1.5 text-warning text-xs">
          {words('waitingForConnection', { count: waiting })}
        </p>
      )}
      {old.length > 0 && (
        <div
          role="status"
          className="flex flex-wrap items-center gap-2 border-b bg-warning-soft px-3 py-2 text-warning"
        >
          <p className="min-w-0 flex-1 basis-60">{words('oldMessages', { count: old.length })}</p>
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => each(old, retry)}>
              {words('sendOld', { count: old.length })}
            </Button>
            <Button size="small" onClick={() => each(old, discard)}>
              {words('discard')}
            </Button>
          </div>
        </div>
      )}
      {refused.map(({ clientId, content, problem }) => {
        const edit = editing(content)
        return (
          <div key={clientId} role="alert" className="flex gap-2 border-b bg-danger-soft px-3 py-2 text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <div className="min-w-0 flex-1">
              {(content.type === 'text' || content.type === 'buttons' || content.type === 'list') && (
                <p dir="auto" className="truncate font-medium">
                  {words('notSent', { text: content.type === 'text' ? content.text : content.body })}
                </p>
              )}
              <p className="break-words">{problem?.sentence}</p>
              <div className="mt-1.5 flex flex-wrap gap-2">
                {problem?.alternative?.kind === 'template' && (
                  <Button size="small" onClick={onTemplate}>
                    {words('chooseTemplate')}
                  </Button>
                )}
                {edit && (
                  <Button
                    size="small"
                    onClick={() => {
                      edit()
                      discard(clientId)
                    }}
                  >
                    {words('editAgain')}
                  </Button>
                )}
                <Button size="small" onClick={() => retry(clientId)}>
                  {words('tryAgain')}
                </Button>
                <Button size="small" onClick={() => discard(clientId)}>
                  {words('discard')}
                </Button>
              </div>
            </div>
          </div>
        )
      })}
    </>
  )
}
