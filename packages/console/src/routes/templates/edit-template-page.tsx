import type { Template } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { ContinuedNote } from './continued-note.tsx'
import type { Draft } from './draft.ts'
import { componentsOf } from './draft-components.ts'
import { draftOf, unwritable } from './draft-of.ts'
import { draftProblems, HandIn } from './hand-in.tsx'
import { useKeptDraft } from './kept-draft.ts'
import { templateQuery, useEditTemplate } from './queries.ts'
import { TemplateForm } from './template-form.tsx'

const route = getRouteApi('/templates/$templateId/edit')

/** Changing a template, which is reviewed again. */
export function EditTemplatePage() {
  const words = useTranslations('templates')
  const { templateId } = route.useParams()
  const {
    data: template,
    error,
    refetch,
  } = useQuery({ ...templateQuery(templateId), staleTime: Number.POSITIVE_INFINITY })
  const parts = template ? unwritable(template) : []
  return (
    <Page
      wide
      title={template ? words('editTitle', { name: template.name }) : words('title')}
      intro={words('editIntro')}
    >
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : !template ? (
        <Skeleton className="h-80" />
      ) : parts.length > 0 ? (
        <p className="rounded-lg bg-warning-soft p-3 text-warning">
          {words('cannotEdit', { parts: parts.join(', ') })}
        </p>
      ) : (
        <EditForm key={template.id} template={template} />
      )}
    </Page>
  )
}

function EditForm({ template }: { readonly template: Template }) {
  const words = useTranslations('templates')
  const navigate = useNavigate()
  const toast = useToast()
  const kept = useKeptDraft(template.id, draftOf(template))
  const { draft, setDraft } = kept
  const [sent, setSent] = useState<Draft>()
  const edit = useEditTemplate(template.id)
  const handIn = async () => {
    setSent(draft)
    // What is wrong is shown at its field.
    const changed = await edit.mutateAsync({ components: componentsOf(draft) }).catch(() => undefined)
    if (!changed) return
    kept.forget()
    toast.show(words('handedIn', { name: template.name }))
    await navigate({ to: '/templates/$templateId', params: { templateId: template.id } })
  }
  return (
    <>
      <ContinuedNote {...kept} />
      <TemplateForm
        draft={draft}
        onChange={setDraft}
        problems={draftProblems(edit.error, sent)}
        footer={<HandIn error={edit.error} isBusy={edit.isPending} onPress={() => void handIn()} />}
      />
    </>
  )
}
