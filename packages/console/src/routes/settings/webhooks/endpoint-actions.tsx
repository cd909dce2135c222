import type { WebhookEndpoint, WebhookTest } from '@switchboard/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { useEndpointActions } from './queries.ts'
import { SecretDialog } from './secret-dialog.tsx'

/** Try it, stop it, give it another secret, take it away. */
export function EndpointActions({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const words = useTranslations('settings.webhooks')
  const toast = useToast()
  const navigate = useNavigate()
  const { test, enable, disable, rotate, remove, replay } = useEndpointActions(endpoint.id)
  const [asking, setAsking] = useState<'rotate' | 'remove'>()
  const onError = toast.problem
  const close = () => setAsking(undefined)
  const replayFailed = () =>
    replay.mutate(
      { onlyFailed: true, afterSeq: 0 },
      { onError, onSuccess: ({ replayed }) => toast.show(words('replayed', { count: replayed })) },
    )
  return (
    <Block
      title={words('actions')}
      intro={endpoint.disabled ? words('isDisabled') : endpoint.pausedUntil ? words('isPaused') : undefined}
    >
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" busy={test.isPending} onClick={() => test.mutate(undefined, { onError })}>
          {words('test')}
        </Button>
        <Button busy={replay.isPending} onClick={replayFailed}>
          {words('replayFailed')}
        </Button>
        {!endpoint.disabled && endpoint.pausedUntil && (
          <Button busy={enable.isPending} onClick={() => enable.mutate('missed', { onError })}>
            {words('resume')}
          </Button>
        )}
        {endpoint.disabled ? (
          <>
            <Button busy={enable.isPending} onClick={() => enable.mutate('missed', { onError })}>
              {words('enable')}
            </Button>
            <Button busy={enable.isPending} onClick={() => enable.mutate('now', { onError })}>
              {words('enableFromNow')}
            </Button>
          </>
        ) : (
          <Button busy={disable.isPending} onClick={() => disable.mutate(undefined, { onError })}>
            {words('disable')}
          </Button>
        )}
        <Button onClick={() => setAsking('rotate')}>{words('rotate')}</Button>
        <Button kind="danger" onClick={() => setAsking('remove')}>
          {words('remove')}
        </Button>
      </div>
      {test.data && <TestResult result={test.data} />}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={close}
        title={words('rotate')}
        action={words('rotate')}
        onConfirm={() => rotate.mutateAsync()}
      >
        {words('rotateWhy')}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={close}
        title={words('removeTitle')}
        action={words('remove')}
        danger
        onConfirm={async () => {
          await remove.mutateAsync()
          await navigate({ to: '/settings/webhooks' })
        }}
      >
        {words('removeWhy')}
      </ConfirmDialog>
      {rotate.data && <SecretDialog secret={rotate.data.secret} onClose={() => rotate.reset()} />}
    </Block>
  )
}

function TestResult({ result }: { readonly result: WebhookTest }) {
  const words = useTranslations('settings.webhooks')
  const { delivered, attempt, responseExcerpt } = result
  return (
    <div
      role="status"
      className={
        delivered ? 'rounded-lg bg-accent-soft p-3 text-accent-ink' : 'rounded-lg bg-danger-soft p-3 text-danger'
      }
    >
      <p className="font-medium">
        {delivered
          ? words('testDelivered', { status: attempt.status ?? 0, milliseconds: attempt.milliseconds })
          : words('testFailed')}
      </p>
      {!delivered && <p className="break-words">{[attempt.sentence, responseExcerpt].filter(Boolean).join(' ')}</p>}
    </div>
  )
}
