import { ContactId, ContactMerge, ContactMergeId } from '@switchboard/contract'
import { z } from 'zod'
import { undoMerge } from '../../../ingest/project/undo-merge.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import { listContactMerges } from '../../../store/queries/list-contact-merges.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { MergingDependencies } from './merging-dependencies.ts'

const Merges = z.object({ items: z.array(ContactMerge) })

/** `GET /v1/contacts/:id/merges`: with whom they were joined, by what, and whether that was undone. */
export function registerListMerges(app: App, { db }: Pick<MergingDependencies, 'db'>): void {
  app.get(
    '/v1/contacts/:id/merges',
    {
      schema: {
        summary: 'What was joined into a contact',
        description: 'The newest first, by identities or by hand, undone ones too.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        response: { 200: Merges },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { id } = request.params
      if (!(await getContact(db, workspaceId, { contactId: id })))
        throw new Refusal('not-found', { detail: `There is no contact ${id}.` })
      return { items: await listContactMerges(db, workspaceId, id) }
    },
  )
}

/** `POST /v1/contacts/:id/merges/:mergeId/undo`: a person says that the two are two. */
export function registerUndoMerge(app: App, { db, pool, onEvents }: MergingDependencies): void {
  app.post(
    '/v1/contacts/:id/merges/:mergeId/undo',
    {
      schema: {
        summary: 'Take two contacts apart again',
        description:
          'What the merge moved goes back; what came in since stays where it is. The two are not joined by the same identities ' +
          'again. Later merges of the same contact are undone first.',
        tags: ['contacts'],
        params: z.object({ id: ContactId, mergeId: ContactMergeId }),
        response: { 200: Merges },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const { id, mergeId } = request.params
      const merges = await listContactMerges(db, workspaceId, id)
      const missing = new Refusal('not-found', { detail: `There is no merge ${mergeId} of the contact ${id}.` })
      if (!merges.some((merge) => merge.id === mergeId)) throw missing
      const undone = await undoMerge(pool, mergeId, `${kind}:${name}`)
      if (undone.outcome === 'not-found') throw missing
      if (undone.outcome === 'already-undone')
        throw new Refusal('conflict', { detail: 'The merge was undone before. Nothing was changed.' })
      if (undone.outcome === 'blocked')
        throw new Refusal('conflict', { detail: `Undo the later merge ${undone.by} first. Nothing was changed.` })
      onEvents()
      return { items: await listContactMerges(db, workspaceId, id) }
    },
  )
}
