import type { SendPolicy } from '@switchboard/contract'
import { Bot } from 'lucide-react'
import { useState } from 'react'
import { useFormatter, useNow } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

export interface ConnectedAssistantProps {
  /** As it calls itself. */
  readonly name: string
  readonly about: string
  readonly mayWrite: boolean
  readonly sendPolicy: SendPolicy
  readonly lastUsedAt: string | null
  readonly onDisconnect: () => Promise<unknown>
}

export function ConnectedAssistant(props: ConnectedAssistantProps) {
  const { name, about, mayWrite, sendPolicy, lastUsedAt, onDisconnect } = props
  const words = useTranslations('assistants')
  const format = useFormatter()
  const now = useNow({ updateInterval: 10_000 })
  const [asks, setAsks] = useState(false)
  const may = !mayWrite || sendPolicy === 'block' ? 'reads' : sendPolicy === 'approve' ? 'proposes' : 'sends'
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5 sm:px-5">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-sunken text-soft">
        <Bot aria-hidden className="size-5" />
      </span>
      <div className="min-w-60 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{name}</bdi>
          <Badge tone={may === 'sends' ? 'warning' : 'neutral'}>{words(`may.${may}`)}</Badge>
        </p>
        <p className="mt-0.5 break-words text-faint text-xs" dir="auto">
          {about} ·{' '}
          {lastUsedAt
            ? words('lastUsed', { when: format.relativeTime(new Date(lastUsedAt), now) })
            : words('neverUsed')}
        </p>
      </div>
      <Button
        size="small"
        className="max-sm:ms-13"
        onClick={() => setAsks(true)}
        aria-label={`${words('disconnect')}: ${name}`}
      >
        {words('disconnect')}
      </Button>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={words('disconnectTitle', { name })}
        action={words('disconnect')}
        danger
        onConfirm={onDisconnect}
      >
        <p>{words('disconnectText')}</p>
      </ConfirmDialog>
    </li>
  )
}
