import type { BroadcastDetail, BroadcastRecipient, Template, UpdateBroadcast } from '@switchboard/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { contentOf, fillingsOf, unfilledOf } from './content-of.ts'
import { FillFields } from './fill-fields.tsx'
import type { ListSeen } from './filling.ts'
import { PaceField } from './pace-field.tsx'
import { approvedTemplatesQuery, broadcastQuery, recipientsQuery, useChangeBroadcast } from './queries.ts'
import { SampleRow } from './sample-row.tsx'
import { Step } from './step.tsx'
import { templateContent, templateOf } from './template-of.ts'

const route = getRouteApi('/broadcasts/$broadcastId/edit')

/** Another name, other words, another pace of a draft. Its list stays. */
export function EditBroadcastPage() {
  const words = useTranslations('broadcasts')
  const { can } = useSession()
  const { broadcastId } = route.useParams()
  const broadcast = useQuery({ ...broadcastQuery(broadcastId), refetchInterval: false })
  const templates = useQuery(approvedTemplatesQuery)
  const recipients = useInfiniteQuery({ ...recipientsQuery(broadcastId, 'all'), enabled: can('contacts:read') })
  const error = broadcast.error ?? templates.error ?? recipients.error
  const { data } = broadcast
  const isRead = data && templates.data && (recipients.data || !can('contacts:read'))
  return (
    <Page wide title={data ? words('editTitle', { name: data.name }) : words('title')} intro={words('editIntro')}>
      {error ? (
        <ProblemNote error={error} onRetry={() => void broadcast.refetch()} />
      ) : !isRead ? (
        <Skeleton className="h-80" />
      ) : data.state === 'draft' ? (
        <EditForm
          key={data.id}
          broadcast={data}
          template={templateOf(data, templates.data.items) ?? undefined}
          list={listOf(recipients.data?.pages[0]?.items ?? [])}
        />
      ) : (
        <p className="rounded-lg bg-warning-soft p-3 text-warning">{words('editTooLate')}</p>
      )}
    </Page>
  )
}

interface EditFormProps {
  readonly broadcast: BroadcastDetail
  /** Undefined: it sends something else. */
  readonly template: Template | undefined
  readonly list: ListSeen
}

function EditForm({ broadcast, template, list }: EditFormProps) {
  const words = useTranslations('broadcasts')
  const navigate = useNavigate()
  const { id } = broadcast
  const content = templateContent(broadcast)
  const [before] = useState(() => (template && content ? fillingsOf(template, content) : { fillings: {}, files: {} }))
  const [name, setName] = useState(broadcast.name)
  const [perSecond, setPerSecond] = useState(broadcast.perSecond === null ? '' : String(broadcast.perSecond))
  const [fillings, setFillings] = useState(before.fillings)
  // A file that is replaced by a link goes.
  const files = Object.fromEntries(
    Object.entries(before.files).filter(([key]) => (fillings[key]?.text ?? '') === '' && !fillings[key]?.column),
  )
  const change = useChangeBroadcast(id)
  const missing = [
    ...(name.trim() === '' ? [words('missingName')] : []),
    ...(template
      ? unfilledOf(template, fillings, list, files).map((variable) => words('missingWords', { variable }))
      : []),
  ]
  const save = async () => {
    const asked: UpdateBroadcast = {
      name: name.trim(),
      perSecond: Number(perSecond) > 0 ? Number(perSecond) : null,
      ...(template ? { content: contentOf(template, fillings, list, files) } : undefined),
    }
    // What fails is shown above the button.
    const changed = await change.mutateAsync(asked).catch(() => undefined)
    if (changed) await navigate({ to: '/broadcasts/$broadcastId', params: { broadcastId: id } })
  }
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid grid-cols-1 gap-5">
        <Step number={1} title={words('stepMessage')}>
          <Field label={words('name')} hint={words('nameHint')}>
            <Input dir="auto" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        </Step>
        <Step number={2} title={words('stepWords')}>
          {template ? (
            <FillFields template={template} fillings={fillings} list={list} onChange={setFillings} />
          ) : (
            <p className="text-soft">{words('editNoTemplate')}</p>
          )}
        </Step>
        <Step number={3} title={words('stepPace')}>
          <PaceField value={perSecond} onChange={setPerSecond} />
        </Step>
        {change.error && <ProblemNote error={change.error} />}
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <p className="flex-1 text-faint text-xs" role="status">
            {missing.length > 0 ? words('missing', { what: missing.join(', ') }) : words('editHint')}
          </p>
          <Button asChild>
            <Link to="/broadcasts/$broadcastId" params={{ broadcastId: id }}>
              {words('editLeave')}
            </Link>
          </Button>
          <Button kind="primary" disabled={missing.length > 0} busy={change.isPending} onClick={() => void save()}>
            {words('editSave')}
          </Button>
        </div>
      </div>
      {template && (
        <div className="lg:sticky lg:top-4">
          <SampleRow template={template} fillings={fillings} list={list} />
        </div>
      )}
    </div>
  )
}

/** What the first rows of a list that is there already hold. */
function listOf(recipients: readonly BroadcastRecipient[]): ListSeen {
  const rows = recipients.flatMap(({ variables }) =>
    typeof variables === 'object' && variables !== null ? [new Map(Object.entries(variables))] : [],
  )
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  const samples = rows.map((row) => columns.map((column) => String(row.get(column) ?? '')))
  return { read: { columns, samples, delimiter: ',', rows: rows.length, blanks: columns.map(() => 0) } }
}
