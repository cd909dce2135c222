import { Member, OneTimeLink, Role } from '@switchboard/contract'
import { z } from 'zod'
import { requireRoleWithin } from '../../../access/permissions.ts'
import { hasScope, type Principal } from '../../../access/principal.ts'
import { requireStill } from '../../../access/still-may.ts'
import type { SendRules } from '../../../outbox/send-request.ts'
import { isOwnAddress } from '../../../people/follow-sign-in-link.ts'
import { resetLetter } from '../../../people/mail/letters.ts'
import { mailLink } from '../../../people/mail/mail-link.ts'
import {
  changeMember,
  listMembers,
  type MemberChange,
  type MemberRow,
  requireNowhereElse,
} from '../../../people/members.ts'
import { createLink } from '../../../people/one-time-links.ts'
import { Refusal } from '../../../refusal.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { endActing } from '../../end-acting.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'
import { shownLink, urlOf } from './link-url.ts'
import { registerRoles } from './roles.ts'

const Params = z.object({ id: z.string().min(1).max(100) })

export interface MembersDesk extends PeopleDesk {
  /** What members let in or made may what they may: none of it is believed any more. */
  readonly forget: () => void
  readonly rules: SendRules
}

/** `/v1/members`: the people of the workspace. */
export function registerMembers(app: App, desk: MembersDesk): void {
  registerRoles(app)
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

function registerChangeMember(app: App, { pool, forget, rules }: MembersDesk): void {
  app.patch(
    '/v1/members/:id',
    {
      schema: {
        summary: "Change a member's role",
        description:
          'Only an owner makes somebody an owner or changes one, and one owner always stays. Keys that they made and that hold more than the new role end; links that they made too. Messages that they queued and may not send any more wait for approval.',
        tags: ['people'],
        params: Params,
        body: z.object({ role: Role }),
        response: { 200: Member },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { id: userId } = request.params
      await findWithin(pool, principal, userId)
      requireRoleWithin(principal, request.body.role)
      await changeMember(pool, {
        ...{ workspaceId, userId, role: request.body.role, by: changer(principal) },
        endActing: (tx, ending) => endActing(tx, rules, ending),
      })
      forget()
      const member = (await listMembers(pool, workspaceId)).find(({ id }) => id === userId)
      if (!member) throw new Refusal('not-found', { detail: 'They were removed just now.' })
      return toMember(member)
    },
  )
}

function registerRemoveMember(app: App, { pool, forget, rules }: MembersDesk): void {
  app.delete(
    '/v1/members/:id',
    {
      schema: {
        summary: 'Remove a member',
        description:
          'From this workspace, at once. Their account stays for others that they are in. Keys that they made or rotated end, with their assistants and links; webhook endpoints that they gave the address of are switched off; messages that they queued wait for approval. Rotate a key that is to stay first.',
        tags: ['people'],
        params: Params,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      await findWithin(pool, principal, request.params.id)
      await changeMember(pool, {
        ...{ workspaceId, userId: request.params.id, role: null, by: changer(principal) },
        endActing: (tx, ending) => endActing(tx, rules, ending),
      })
      forget()
      return reply.code(204).send()
    },
  )
}

function registerResetMember(app: App, desk: PeopleDesk): void {
  app.post(
    '/v1/members/:id/reset',
    {
      schema: {
        summary: 'Make a link by which a member sets another password',
        description:
          'For two hours, once; mailed to them where mail is configured. Using it signs them out everywhere. Of nobody who may more than the asker, nor who is in another workspace too.',
        tags: ['people'],
        params: Params,
        response: { 201: OneTimeLink },
      },
    },
    async (request, reply) => {
      const { pool, publicBaseUrl } = desk
      const principal = principalOf(request)
      const { workspaceId, kind, id } = principal
      const by = `${kind}:${id}`
      const member = await findWithin(pool, principal, request.params.id)
      await requireNowhereElse(pool, workspaceId, member.id)
      const reset = { purpose: 'reset', userId: member.id, email: member.email } as const
      const link = await inTransaction(pool, async (tx) => {
        await requireStill(tx, principal)
        return await createLink(tx, { workspaceId, for: reset, createdBy: by })
      })
      const url = urlOf(request, publicBaseUrl, link)
      const { expiresAt } = link
      const letter = isOwnAddress(member.email)
        ? resetLetter({ to: member.email, url, expiresAt, by: principal.name })
        : undefined
      const mail = await mailLink(desk, { letter, workspaceId, by }, request.log)
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(shownLink(link, url, mail))
    },
  )
}

function changer(principal: Principal): MemberChange['by'] {
  return { userId: principal.kind === 'member' ? principal.id : null, isOwner: hasScope(principal, 'admin') }
}

/** @throws {Refusal} not-found; forbidden where they may more than the asker */
async function findWithin(pool: PeopleDesk['pool'], principal: Principal, userId: string): Promise<MemberRow> {
  const member = (await listMembers(pool, principal.workspaceId)).find(({ id }) => id === userId)
  if (!member) throw new Refusal('not-found', { detail: 'The workspace has no such member.' })
  requireRoleWithin(principal, member.role)
  return member
}

function toMember({ id, email, name, role, secondFactor, createdAt, lastSeenAt }: MemberRow): Member {
  return {
    ...{ id, email, name, role, secondFactor },
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }
}
