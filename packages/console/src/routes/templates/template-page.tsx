import type { Template } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, FileX, Megaphone, Pencil, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Missing } from '../../components/missing.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { examplesOf } from '../../templates/template-parts.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { useTemplateWords } from '../../templates/template-words.ts'
import { templateQuery, useDeleteTemplate } from './queries.ts'
import { TestDialog } from './test-dialog.tsx'

const route = getRouteApi('/templates/$templateId')

/** One template: how the customer sees it, how its review stands, what can be done with it. */
export function TemplatePage() {
  const words = useTranslations('templates')
  const { templateId } = route.useParams()
  const queries = useQueryClient()
  const { data: template, error, refetch } = useQuery(templateQuery(templateId))
  useLiveEvents(['template.changed'], () => void queries.invalidateQueries({ queryKey: ['templates'] }))
  if (template) return <Shown template={template} />
  return (
    <Page title={words('title')}>
      <Missing
        error={error}
        onRetry={() => void refetch()}
        icon={FileX}
        title={words('gone')}
        action={
          <Button asChild>
            <Link to="/templates" search={{}}>
              {words('back')}
            </Link>
          </Button>
        }
      >
        {words('goneWhy')}
      </Missing>
    </Page>
  )
}

function Shown({ template }: { readonly template: Template }) {
  const words = useTranslations('templates')
  const format = useFormatter()
  return (
    <Page
      wide
      title={template.name}
      back={<Back />}
      actions={template.deletedAt === null && <Actions template={template} />}
    >
      {template.deletedAt !== null && (
        <p className="rounded-lg bg-warning-soft p-3 text-warning">
          {words('deletedAt', { date: format.dateTime(new Date(template.deletedAt), { dateStyle: 'long' }) })}
        </p>
      )}
      {template.rejectedReason && template.status === 'REJECTED' && (
        <p className="rounded-lg bg-danger-soft p-3 text-danger">
          {words('rejected', { reason: template.rejectedReason })}
        </p>
      )}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <TemplatePreview components={template.components} values={examplesOf(template.components)} />
        <Facts template={template} />
      </div>
    </Page>
  )
}

function Back() {
  const words = useTranslations('templates')
  return (
    <Link to="/templates" search={{}} className="inline-flex items-center gap-1.5 hover:text-ink">
      <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
      {words('back')}
    </Link>
  )
}

function Facts({ template }: { readonly template: Template }) {
  const words = useTranslations('templates')
  const format = useFormatter()
  const said = useTemplateWords()
  const status = said.status(template.status)
  const quality = said.quality(template.quality)
  const facts = [
    [
      words('factStatus'),
      <Badge key="status" tone={status.tone}>
        {status.text}
      </Badge>,
    ],
    [words('factCategory'), said.category(template.category)],
    [words('factLanguage'), template.language],
    [
      words('factQuality'),
      quality ? (
        <Badge key="quality" tone={quality.tone}>
          {quality.text}
        </Badge>
      ) : (
        words('unknownQuality')
      ),
    ],
    [words('factFormat'), template.parameterFormat === 'NAMED' ? words('named') : words('positional')],
    [words('factBusiness'), template.businessAccountId],
    [words('factSynced'), format.dateTime(new Date(template.syncedAt), { dateStyle: 'medium', timeStyle: 'short' })],
  ] as const
  return (
    <section aria-label={words('facts')} className="rounded-xl border bg-surface p-4 sm:p-5">
      <dl className="grid gap-3">
        {facts.map(([label, value]) => (
          <div key={label} className="flex items-baseline justify-between gap-4">
            <dt className="text-faint">{label}</dt>
            <dd className="min-w-0 break-words text-end">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Actions({ template }: { readonly template: Template }) {
  const words = useTranslations('templates')
  const { can } = useSession()
  const navigate = useNavigate()
  const toast = useToast()
  const remove = useDeleteTemplate()
  const [open, setOpen] = useState<'test' | 'delete'>()
  const { name, language, status, id } = template
  const isApproved = status === 'APPROVED'
  return (
    <>
      {can('messages:send') && isApproved && (
        <Button onClick={() => setOpen('test')}>
          <Send />
          {words('test')}
        </Button>
      )}
      {can('broadcasts:manage') && isApproved && (
        <Button asChild>
          <Link to="/broadcasts/new" search={{ template: id }}>
            <Megaphone />
            {words('broadcast')}
          </Link>
        </Button>
      )}
      {can('templates:manage') && (
        <>
          {['APPROVED', 'REJECTED', 'PAUSED'].includes(status) && (
            <Button asChild>
              <Link to="/templates/$templateId/edit" params={{ templateId: id }}>
                <Pencil />
                {words('edit')}
              </Link>
            </Button>
          )}
          <Button kind="danger" onClick={() => setOpen('delete')}>
            <Trash2 />
            {words('delete')}
          </Button>
        </>
      )}
      <TestDialog template={template} open={open === 'test'} onOpenChange={(is) => setOpen(is ? 'test' : undefined)} />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(is) => setOpen(is ? 'delete' : undefined)}
        title={words('deleteTitle', { name, language })}
        action={words('delete')}
        danger
        onConfirm={async () => {
          await remove.mutateAsync(id)
          toast.show(words('deleted', { name }))
          await navigate({ to: '/templates', search: {} })
        }}
      >
        <p>{words('deleteWhy')}</p>
      </ConfirmDialog>
    </>
  )
}
