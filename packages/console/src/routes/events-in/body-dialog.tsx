import type { InboxItemDetail } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../api/request.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

export interface BodyDialogProps {
  /** Which body; closed without. */
  readonly seq: number | undefined
  readonly onClose: () => void
  /** Projects it again; not offered to whoever may not. */
  readonly onReplay: ((seq: number) => Promise<unknown>) | undefined
}

/** One raw body as it came, laid out where it is JSON. */
export function BodyDialog({ seq, onClose, onReplay }: BodyDialogProps) {
  const words = useTranslations('eventsIn')
  const [busy, setBusy] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['/v1/inbox', 'body', seq],
    queryFn: ({ signal }) => request<InboxItemDetail>(`/v1/inbox/${seq}`, { signal }),
    enabled: seq !== undefined,
  })
  const text = data ? laidOut(data) : ''
  const replay = async () => {
    if (!data || !onReplay) return
    setBusy(true)
    // What fails is said by whoever replays.
    await onReplay(data.seq).catch(() => undefined)
    setBusy(false)
    void refetch()
  }
  return (
    <Dialog
      open={seq !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={words('body', { seq: String(seq ?? '') })}
      description={data && `${data.transport} · ${data.sha256.slice(0, 16)}…`}
      size="large"
      footer={
        data && (
          <>
            {onReplay && (
              <Button busy={busy} onClick={() => void replay()}>
                {words('replay')}
              </Button>
            )}
            <CopyButton text={text} size="medium" />
          </>
        )
      }
    >
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-64" />}
      {data?.redactedAt && <p className="mb-3 text-warning">{words('redacted')}</p>}
      {data && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          dir="ltr"
          className="max-h-[60vh] overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs"
        >
          {text}
        </pre>
      )}
    </Dialog>
  )
}

function laidOut({ body, bodyEncoding }: InboxItemDetail): string {
  if (bodyEncoding === 'base64') return body
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body // a form, or spoiled: as it came
  }
}
