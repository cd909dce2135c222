import { CannedReply, CannedReplyId, CreateCannedReply, UpdateCannedReply } from '@switchboard/contract'
import { z } from 'zod'
import {
  createCannedReply,
  deleteCannedReply,
  listCannedReplies,
  updateCannedReply,
} from '../../../teamwork/canned-replies.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { TeamDesk } from '../conversations/team-desk.ts'

const Params = z.object({ id: CannedReplyId })
const tags = ['canned replies']

export function registerManageCannedReplies(app: App, { pool }: Pick<TeamDesk, 'pool'>): void {
  app.get(
    '/v1/canned-replies',
    {
      schema: { summary: 'List canned replies', tags, response: { 200: z.object({ items: z.array(CannedReply) }) } },
    },
    async (request) => ({ items: await listCannedReplies(pool, principalOf(request).workspaceId) }),
  )
  app.post(
    '/v1/canned-replies',
    {
      schema: {
        summary: 'Write a canned reply',
        description:
          'Its text is Liquid and may name the contact and the agent: `{{ contact.name | default: "there" }}`.',
        tags,
        body: CreateCannedReply,
        response: { 201: CannedReply },
      },
    },
    async (request, reply) => {
      const made = await createCannedReply(pool, principalOf(request).workspaceId, request.body)
      request.auditSubject = made.id
      return reply.code(201).send(made)
    },
  )
  app.patch(
    '/v1/canned-replies/:id',
    {
      schema: {
        summary: 'Change a canned reply',
        tags,
        params: Params,
        body: UpdateCannedReply,
        response: { 200: CannedReply },
      },
    },
    async (request) => {
      const { id } = request.params
      const changed = await updateCannedReply(pool, principalOf(request).workspaceId, id, request.body)
      if (!changed) throw new Refusal('not-found', { detail: `There is no canned reply ${id}.` })
      return changed
    },
  )
  app.delete(
    '/v1/canned-replies/:id',
    { schema: { summary: 'Delete a canned reply', tags, params: Params, response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { id } = request.params
      if (!(await deleteCannedReply(pool, principalOf(request).workspaceId, id)))
        throw new Refusal('not-found', { detail: `There is no canned reply ${id}.` })
      return reply.code(204).send()
    },
  )
}
