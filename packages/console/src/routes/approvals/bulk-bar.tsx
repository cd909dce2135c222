import type { Approval } from '@switchboard/contract'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { decide } from './queries.ts'

interface BulkBarProps {
  readonly chosen: readonly Approval[]
  /** How far it is done, in the end with none. */
  readonly onDone: () => void
}

/** One word about several messages, each still decided for itself: what the server refuses of them goes on waiting. */
export function BulkBar({ chosen, onDone }: BulkBarProps) {
  const words = useTranslations('approvals')
  const toast = useToast()
  const [busy, setBusy] = useState<'approve' | 'reject'>()
  const run = async (verdict: 'approve' | 'reject') => {
    setBusy(verdict)
    let failed = 0
    let why: unknown
    for (const approval of chosen) {
      try {
        await decide(approval, { verdict })
      } catch (error) {
        failed += 1
        why = error
      }
    }
    setBusy(undefined)
    toast.show(words(verdict === 'approve' ? 'approvedCount' : 'rejectedCount', { count: chosen.length - failed }))
    if (failed > 0) toast.problem(why)
    onDone()
  }
  return (
    <div className="flex flex-wrap items-center gap-2 border-b bg-selected px-3 py-2">
      <span className="flex-1 font-medium">{words('chosenCount', { count: chosen.length })}</span>
      <Button
        kind="primary"
        size="small"
        busy={busy === 'approve'}
        disabled={busy !== undefined}
        onClick={() => void run('approve')}
      >
        {words('approve')}
      </Button>
      <Button
        kind="danger"
        size="small"
        busy={busy === 'reject'}
        disabled={busy !== undefined}
        onClick={() => void run('reject')}
      >
        {words('reject')}
      </Button>
    </div>
  )
}
