import type { BroadcastDetail } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { Check, Pause, Pencil, Play, Rocket, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { useSteer, type Verb } from './queries.ts'
import { StartDialog } from './start-dialog.tsx'

const over: readonly BroadcastDetail['state'][] = ['finished', 'cancelled']

/** What can be done with a broadcast as it stands. */
export function Steering({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const { can } = useSession()
  const toast = useToast()
  const [open, setOpen] = useState<'start' | 'cancel'>()
  const { id, state, fingerprint, recipients } = broadcast
  const steer = useSteer(id)
  const run = (verb: Verb, body?: object) =>
    steer.mutate({ verb, ...(body ? { body } : undefined) }, { onError: toast.problem })
  const busy = steer.isPending
  const mayManage = can('broadcasts:manage')
  const maySend = mayManage && can('messages:send')
  return (
    <>
      {can('approvals:decide') && mayManage && state === 'awaiting_approval' && (
        <>
          <Button kind="danger" busy={busy} onClick={() => run('reject', { fingerprint })}>
            <X />
            {words('reject')}
          </Button>
          <Button kind="primary" busy={busy} onClick={() => run('approve', { fingerprint })}>
            <Check />
            {words('approve')}
          </Button>
        </>
      )}
      {mayManage && !over.includes(state) && state !== 'awaiting_approval' && (
        <Button onClick={() => setOpen('cancel')}>{words('cancel')}</Button>
      )}
      {mayManage && (state === 'running' || state === 'scheduled') && (
        <Button busy={busy} onClick={() => run('pause')}>
          <Pause />
          {words('pause')}
        </Button>
      )}
      {maySend && (state === 'paused' || state === 'failed') && (
        <Button kind="primary" busy={busy} onClick={() => run('resume')}>
          <Play />
          {words('resume')}
        </Button>
      )}
      {mayManage && state === 'draft' && (
        <Button asChild>
          <Link to="/broadcasts/$broadcastId/edit" params={{ broadcastId: id }}>
            <Pencil />
            {words('edit')}
          </Link>
        </Button>
      )}
      {maySend && state === 'draft' && (
        <Button kind="primary" disabled={recipients.pending === 0} onClick={() => setOpen('start')}>
          <Rocket />
          {words('start')}
        </Button>
      )}
      <StartDialog
        broadcast={broadcast}
        open={open === 'start'}
        onOpenChange={(is) => setOpen(is ? 'start' : undefined)}
      />
      <ConfirmDialog
        open={open === 'cancel'}
        onOpenChange={(is) => setOpen(is ? 'cancel' : undefined)}
        title={words('cancelTitle')}
        action={words('cancel')}
        danger
        onConfirm={() => steer.mutateAsync({ verb: 'cancel' })}
      >
        <p>{words('cancelWhy')}</p>
      </ConfirmDialog>
    </>
  )
}
