import { CreateLabel, Label, LabelId, UpdateLabel } from '@switchboard/contract'
import { z } from 'zod'
import { createLabel, deleteLabel, listLabels, updateLabel } from '../../../teamwork/labels.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { TeamDesk } from '../conversations/team-desk.ts'

const Params = z.object({ id: LabelId })
const tags = ['labels']

/** `/v1/labels`: the workspace's words for conversations. */
export function registerLabels(app: App, { pool }: Pick<TeamDesk, 'pool'>): void {
  app.get(
    '/v1/labels',
    { schema: { summary: 'List labels', tags, response: { 200: z.object({ items: z.array(Label) }) } } },
    async (request) => ({ items: await listLabels(pool, principalOf(request).workspaceId) }),
  )
  app.post(
    '/v1/labels',
    {
      schema: {
        summary: 'Make a label',
        description: 'Names are told apart without regard to upper and lower case.',
        tags,
        body: CreateLabel,
        response: { 201: Label },
      },
    },
    async (request, reply) => {
      const label = await createLabel(pool, principalOf(request).workspaceId, request.body)
      request.auditSubject = label.id
      return reply.code(201).send(label)
    },
  )
  app.patch(
    '/v1/labels/:id',
    {
      schema: { summary: 'Change a label', tags, params: Params, body: UpdateLabel, response: { 200: Label } },
    },
    async (request) => {
      const { id } = request.params
      const label = await updateLabel(pool, principalOf(request).workspaceId, id, request.body)
      if (!label) throw new Refusal('not-found', { detail: `There is no label ${id}.` })
      return label
    },
  )
  app.delete(
    '/v1/labels/:id',
    {
      schema: {
        summary: 'Delete a label',
        description: 'It is taken off every conversation.',
        tags,
        params: Params,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!(await deleteLabel(pool, principalOf(request).workspaceId, id)))
        throw new Refusal('not-found', { detail: `There is no label ${id}.` })
      return reply.code(204).send()
    },
  )
}
