import type { Approval, OutboundContent } from '@switchboard/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, Pencil, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKeptText } from '../../composer/drafts.ts'
import { CommandKeys } from '../../keys/command-keys.tsx'
import { useCommand } from '../../keys/command-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { withText } from './editable.ts'
import { Editing, useEditable } from './editing.tsx'
import { askAnew, decide, type Verdict } from './queries.ts'
import { useDeliberate } from './use-deliberate.ts'

interface DecidingProps {
  readonly approval: Approval
  readonly onDecided: () => void
}

/** Yes, yes to something else, or no. Decided once, about exactly what is shown. */
export function Deciding({ approval, onDecided }: DecidingProps) {
  const words = useTranslations('approvals')
  const common = useTranslations('common')
  const toast = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { me } = useSession()
  const editable = useEditable(approval)
  // Other words that somebody began, about exactly this: they are shown again, and not the original ready to go.
  const [kept, keep] = useKeptText(me.id, `approval/${approval.id}/${approval.fingerprint}`)
  const [mode, setMode] = useState<'edit' | 'reject' | undefined>(kept === '' ? undefined : 'edit')
  const [instead, setInstead] = useState<OutboundContent | undefined>(() =>
    kept === '' ? undefined : withText(approval, kept),
  )
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const running = useRef(false)
  const run = async (work: () => Promise<unknown>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(undefined)
    try {
      // Once it is done this message makes room for the next: until then nothing more is decided about it.
      await work()
    } catch (reason) {
      setError(reason)
      // Who is among many may have changed: they are shown as they are now.
      if (approval.bulk && isProblem(reason) && reason.code === 'approval-changed')
        void queries.invalidateQueries({ queryKey: ['approvals'] })
      setBusy(false)
      running.current = false
    }
  }
  const say = (verdict: Verdict) =>
    run(async () => {
      await decide(approval, verdict)
      keep('')
      toast.show(words(verdict.verdict === 'approve' ? 'approvedToast' : 'rejectedToast'))
      onDecided()
    })
  const approve = () => void say({ verdict: 'approve' })
  const reject = () => void say({ verdict: 'reject', ...(note.trim() === '' ? {} : { note: note.trim() }) })
  const approveEdited = () => void (instead && say({ verdict: 'approve', content: instead }))
  const cancel = () => {
    keep('')
    setMode(undefined)
  }
  const edit = () => {
    setInstead(undefined)
    setMode('edit')
  }
  const approveByKey = useDeliberate(approval.fingerprint, approve)
  useCommand(
    mode === undefined ? { id: 'approvals.approve', title: words('approve'), keys: 'a', run: approveByKey } : undefined,
  )
  useCommand(
    editable === undefined || mode !== undefined
      ? undefined
      : { id: 'approvals.edit', title: words('editAndApprove'), keys: 'e', run: edit },
  )
  useCommand(
    mode === 'edit' && instead !== undefined
      ? { id: 'approvals.approveEdited', title: words('approveEdited'), keys: '$mod+Enter', run: approveEdited }
      : undefined,
  )
  useCommand({ id: 'approvals.reject', title: words('reject'), keys: 'r', run: () => setMode('reject') })
  const changed = isProblem(error) && error.code === 'approval-changed' ? error : undefined
  const now = changed?.body.alternative
  const show = (id: string) => void navigate({ to: '/approvals', search: { id } })
  return (
    <footer className="grid gap-3 border-t bg-surface p-4">
      {error !== undefined && <ProblemNote error={error} />}
      {changed && !approval.bulk && (
        <Button
          className="justify-self-start"
          busy={busy}
          onClick={() =>
            now?.kind === 'approval'
              ? show(now.approvalId)
              : void run(async () => {
                  show((await askAnew(approval)).id)
                  onDecided()
                })
          }
        >
          {words('showAsItIsNow')}
        </Button>
      )}
      {mode === 'edit' && editable && <Editing editable={editable} kept={kept} keep={keep} onChange={setInstead} />}
      {mode === 'reject' && (
        <Field label={words('note')} optional={common('optional')} hint={words('noteHint')}>
          <Input
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') cancel()
              if (event.key === 'Enter' && !event.repeat && !event.nativeEvent.isComposing) reject()
            }}
            autoFocus
            maxLength={2_000}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {mode === undefined && (
          <>
            <Button kind="primary" busy={busy} onClick={approve}>
              <Check />
              {words('approve')}
              <CommandKeys id="approvals.approve" keys="a" />
            </Button>
            {editable !== undefined && (
              <Button onClick={edit}>
                <Pencil />
                {words('editAndApprove')}
                <CommandKeys id="approvals.edit" keys="e" />
              </Button>
            )}
            <Button kind="danger" onClick={() => setMode('reject')}>
              <X />
              {words('reject')}
              <CommandKeys id="approvals.reject" keys="r" />
            </Button>
          </>
        )}
        {mode === 'edit' && (
          <Button kind="primary" busy={busy} disabled={instead === undefined} onClick={approveEdited}>
            <Check />
            {words(editable?.kind === 'template' ? 'approveValues' : 'approveEdited')}
            <CommandKeys id="approvals.approveEdited" keys="$mod+Enter" />
          </Button>
        )}
        {mode === 'reject' && (
          <Button kind="danger" busy={busy} onClick={reject}>
            <X />
            {words('reject')}
          </Button>
        )}
        {mode && <Button onClick={cancel}>{common('cancel')}</Button>}
      </div>
    </footer>
  )
}
