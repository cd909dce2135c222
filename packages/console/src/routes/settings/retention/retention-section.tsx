import type { RetentionReport } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { retentionQuery, useSaveRetention } from '../workspace/queries.ts'

/** `/app/settings/retention` */
export function RetentionSection() {
  const words = useTranslations('settings')
  const { can } = useSession()
  const retention = useQuery(retentionQuery)
  return (
    <Page title={words('sections.retention')} intro={words('about.retention')}>
      <Loaded query={retention} skeleton="h-72">
        {(data) => (
          <>
            <Kept report={data} />
            {can('admin') ? (
              <RetentionForm report={data} />
            ) : (
              <p className="text-soft">{words('retention.ownersOnly')}</p>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Kept({ report }: { readonly report: RetentionReport }) {
  const words = useTranslations('settings.retention')
  const kept = (days: number | null) => (days === null ? words('forEver') : words('days', { days }))
  const { messages, audit } = report.server
  const rows = [
    [
      words('messages'),
      kept(report.effectiveDays),
      report.days === null ? words('byServer', { variable: messages.variable }) : words('byWorkspace'),
    ],
    [words('bodies'), kept(messages.days), words('byServer', { variable: messages.variable })],
    [words('audit'), kept(audit.days), words('byServer', { variable: audit.variable })],
  ] as const
  return (
    <Block title={words('now')}>
      <dl className="divide-y">
        {rows.map(([what, long, why]) => (
          <div key={what} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2.5">
            <dt className="font-medium">{what}</dt>
            <dd className="text-end">
              {long}
              <span className="block text-faint text-xs">{why}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Block>
  )
}

function RetentionForm({ report }: { readonly report: RetentionReport }) {
  const words = useTranslations('settings.retention')
  const save = useSaveRetention()
  const [text, setText] = useState(report.days === null ? '' : String(report.days))
  const [asking, setAsking] = useState(false)
  const days = text.trim() === '' ? null : Number(text)
  const isShorter = days !== null && days < (report.effectiveDays ?? Number.POSITIVE_INFINITY)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isShorter) setAsking(true)
    else save.mutate({ days })
  }
  return (
    <Block title={words('shorten')} intro={words('shortenIntro')}>
      <form onSubmit={submit} className="grid gap-4">
        <Field label={words('daysLabel')} hint={words('daysHint')} className="max-w-60">
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={report.server.messages.days ?? 36_500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <SaveRow mutation={save} dirty={days !== report.days} />
      </form>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={words('confirmTitle')}
        action={words('confirmAction')}
        danger
        typed={{ label: words('confirmType', { days: String(days) }), text: String(days) }}
        onConfirm={() => save.mutateAsync({ days })}
      >
        {words('confirmWhy', { days: days ?? 0 })}
      </ConfirmDialog>
    </Block>
  )
}
