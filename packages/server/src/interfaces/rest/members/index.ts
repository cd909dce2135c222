import { Member, OneTimeLink, Role, scopesOfRole } from '@switchboard/contract'
import { z } from 'zod'
import { hasScope } from '../../../access/principal.ts'
import { changeMember, listMembers, type MemberRow } from '../../../people/members.ts'
import { createLink } from '../../../people/one-time-links.ts'
import { Refusal } from '../../../refusal.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'
import { urlOf } from './link-url.ts'

const Params = z.object({ id: z.string().min(1).max(100) })

/** `/v1/members`: the people of the workspace. */
export function registerMembers(app: App, desk: PeopleDesk): void {
  registerListMembers(app, desk)
  registerChangeMember(app, desk)
  registerRemoveMember(app, desk)
  registerResetMember(app, desk)
}

function registerListMembers(app: App, { pool }: PeopleDesk): void {
  app.get(
    '/v1/members',
    {
      schema: {
        summary: 'List members',
        description: 'The people of the workspace, with their roles.',
        tags: ['people'],
        response: { 200: z.object({ items: z.array(Member) }) },
      },
    },
    async (request) => ({ items: (await listMembers(pool, principalOf(request).workspaceId)).map(toMember) }),
  )
}

function registerChangeMember(app: App, { pool }: PeopleDesk): void {
  app.patch(
    '/v1/members/:id',
    {
      schema: {
        summary: "Change a member's role",
        description: 'Only an owner makes somebody an owner or changes one, and one owner always stays.',
        tags: ['people'],
        params: Params,
        body: z.object({ role: Role }),
        response: { 200: Member },
      },
    },
    async (request) => {
      const { workspaceId, ...principal } = principalOf(request)
      const { id: userId } = request.params
      const byOwner = hasScope({ workspaceId, ...principal }, 'admin')
      await changeMember(pool, { workspaceId, userId, role: request.body.role, byOwner })
      const member = (await listMembers(pool, workspaceId)).find(({ id }) => id === userId)
      if (!member) throw new Refusal('not-found', { detail: 'They were removed just now.' })
      return toMember(member)
    },
  )
}

function registerRemoveMember(app: App, { pool }: PeopleDesk): void {
  app.delete(
    '/v1/members/:id',
    {
      schema: {
        summary: 'Remove a member',
        description: 'From this workspace, at once. Their account stays for others that they are in.',
        tags: ['people'],
        params: Params,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const byOwner = hasScope(principal, 'admin')
      await changeMember(pool, { workspaceId, userId: request.params.id, role: null, byOwner })
      return reply.code(204).send()
    },
  )
}

function registerResetMember(app: App, { pool, publicBaseUrl }: PeopleDesk): void {
  app.post(
    '/v1/members/:id/reset',
    {
      schema: {
        summary: 'Make a link by which a member sets another password',
        description: 'For two hours, once. Using it signs them out everywhere. Of an owner only an owner makes one.',
        tags: ['people'],
        params: Params,
        response: { 201: OneTimeLink },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId, kind, id } = principal
      const member = (await listMembers(pool, workspaceId)).find((one) => one.id === request.params.id)
      if (!member) throw new Refusal('not-found', { detail: 'The workspace has no such member.' })
      const isOwners = [...scopesOfRole(member.role)].includes('admin')
      if (isOwners && !hasScope(principal, 'admin'))
        throw new Refusal('forbidden', { detail: 'Only an owner lets another owner in.' })
      const reset = { purpose: 'reset', userId: member.id, email: member.email } as const
      const link = await createLink(pool, { workspaceId, for: reset, createdBy: `${kind}:${id}` })
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(urlOf(request, publicBaseUrl, link))
    },
  )
}

function toMember({ id, email, name, role, secondFactor, createdAt, lastSeenAt }: MemberRow): Member {
  return {
    ...{ id, email, name, role, secondFactor },
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }
}
