import type { CreateBroadcast, Template } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { newClientId } from '../../outgoing/client-id.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { contentOf, unfilledOf } from './content-of.ts'
import { FillFields } from './fill-fields.tsx'
import { ListStep } from './list-step.tsx'
import type { Making } from './making.ts'
import { MessageStep } from './message-step.tsx'
import { PaceField } from './pace-field.tsx'
import { approvedTemplatesQuery, broadcastQuery, createAndCheck } from './queries.ts'
import { faultOf, recipientColumn } from './read-list.ts'
import { SampleRow } from './sample-row.tsx'
import { Step } from './step.tsx'

const route = getRouteApi('/broadcasts/new')

/** From a template and a list to a draft that was checked. */
export function NewBroadcastPage() {
  const words = useTranslations('broadcasts')
  const { template: templateId = '' } = route.useSearch()
  const [making, setMaking] = useState<Making>({
    ...{ name: '', templateId, accountId: '', perSecond: '', recipient: '' },
    ...{ list: undefined, fillings: {} },
  })
  const set = (more: Partial<Making>) => setMaking((former) => ({ ...former, ...more }))
  const templates = useQuery(approvedTemplatesQuery)
  const template = templates.data?.items.find(({ id }) => id === making.templateId)
  const { list } = making
  return (
    <Page wide title={words('newTitle')} intro={words('newIntro')}>
      {templates.error && <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-1 gap-5">
          <Step number={1} title={words('stepMessage')}>
            <MessageStep making={making} template={template} templates={templates.data?.items} set={set} />
          </Step>
          <Step number={2} title={words('stepList')}>
            <ListStep making={making} set={set} />
          </Step>
          {template && (
            <Step number={3} title={words('stepWords')}>
              <FillFields
                template={template}
                fillings={making.fillings}
                list={list}
                onChange={(fillings) => set({ fillings })}
              />
            </Step>
          )}
          <Step number={template ? 4 : 3} title={words('stepPace')}>
            <PaceField value={making.perSecond} onChange={(perSecond) => set({ perSecond })} />
          </Step>
          <Finish making={making} template={template} />
        </div>
        {template && (
          <div className="lg:sticky lg:top-4">
            <SampleRow template={template} fillings={making.fillings} list={list} />
          </div>
        )}
      </div>
    </Page>
  )
}

interface FinishProps {
  readonly making: Making
  readonly template: Template | undefined
}

/** Says what is missing, or makes the draft and checks it. */
function Finish({ making, template }: FinishProps) {
  const words = useTranslations('broadcasts')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [key] = useState(() => newClientId())
  const [tries, setTries] = useState(0)
  const create = useMutation({ mutationFn: createAndCheck })
  const missing = useMissing(making, template)
  const run = async () => {
    const { list } = making
    if (!template || !list) return
    setTries(tries + 1)
    const recipient = making.recipient || recipientColumn(list.read)
    // What fails is shown above the button.
    const checked = await create
      .mutateAsync({ broadcast: requestOf(making, template), list, recipient, key: `${key} ${tries}` })
      .catch(() => undefined)
    if (!checked) return
    queries.setQueryData(broadcastQuery(checked.id).queryKey, checked)
    await navigate({ to: '/broadcasts/$broadcastId', params: { broadcastId: checked.id } })
  }
  return (
    <div className="grid gap-3">
      {create.error && <ProblemNote error={create.error} />}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <p className="flex-1 text-faint text-xs" role="status">
          {missing.length > 0 ? words('missing', { what: missing.join(', ') }) : words('checkHint')}
        </p>
        <Button kind="primary" disabled={missing.length > 0} busy={create.isPending} onClick={() => void run()}>
          {create.isPending ? words('uploading') : words('check')}
        </Button>
      </div>
    </div>
  )
}

function useMissing({ name, list, fillings }: Making, template: Template | undefined): string[] {
  const words = useTranslations('broadcasts')
  const unfilled = template ? unfilledOf(template, fillings, list) : []
  return [
    ...(name.trim() === '' ? [words('missingName')] : []),
    ...(template ? [] : [words('missingTemplate')]),
    ...(list && faultOf(list.read) === null ? [] : [words('missingList')]),
    ...unfilled.map((variable) => words('missingWords', { variable })),
  ]
}

function requestOf(making: Making, template: Template): CreateBroadcast {
  const perSecond = Number(making.perSecond)
  return {
    name: making.name.trim(),
    content: contentOf(template, making.fillings, making.list),
    // Chosen from the list of accounts.
    ...(making.accountId === '' ? {} : { accountId: making.accountId as NonNullable<CreateBroadcast['accountId']> }),
    ...(perSecond > 0 ? { perSecond } : {}),
  }
}
