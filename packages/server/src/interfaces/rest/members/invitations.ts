import { Invitation, OneTimeLink, Role } from '@switchboard/contract'
import { z } from 'zod'
import { requireRoleWithin } from '../../../access/permissions.ts'
import { requireStill } from '../../../access/still-may.ts'
import { invitationLetter } from '../../../people/mail/letters.ts'
import { mailLink } from '../../../people/mail/mail-link.ts'
import { createLink, type LinkRow, listInvitations, revokeLink } from '../../../people/one-time-links.ts'
import { Refusal } from '../../../refusal.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'
import { shownLink, urlOf } from './link-url.ts'

const Body = z.object({
  role: Role,
  email: z.email().max(254).optional().meta({ description: 'The only address that may join by it' }),
  expiresInHours: z.int().min(1).max(720).default(72),
})

/** `/v1/invitations`: links by which people join. */
export function registerInvitations(app: App, desk: PeopleDesk): void {
  registerInvite(app, desk)
  registerListInvitations(app, desk)
  registerRevokeInvitation(app, desk)
}

function registerInvite(app: App, desk: PeopleDesk): void {
  app.post(
    '/v1/invitations',
    {
      schema: {
        summary: 'Invite somebody',
        description:
          'Answers a link that lets in once and is shown this once, and mails it where mail is configured and an address is given. Nobody invites somebody who may more than they.',
        tags: ['people'],
        body: Body,
        response: { 201: OneTimeLink },
      },
    },
    async (request, reply) => {
      const { pool, publicBaseUrl } = desk
      const principal = principalOf(request)
      const { workspaceId, kind, id } = principal
      const by = `${kind}:${id}`
      const { role, email = null, expiresInHours } = request.body
      requireRoleWithin(principal, role)
      const link = await inTransaction(pool, async (tx) => {
        await requireStill(tx, principal)
        const join = { purpose: 'join', role, email } as const
        return await createLink(tx, { workspaceId, for: join, createdBy: by, hours: expiresInHours })
      })
      request.auditSubject = link.id
      const url = urlOf(request, publicBaseUrl, link)
      const letter =
        email === null
          ? undefined
          : invitationLetter({
              ...{ to: email, url, role, expiresAt: link.expiresAt, invitedBy: principal.name },
              workspaceName: link.workspaceName,
            })
      const mail = await mailLink(desk, { letter, workspaceId, by }, request.log)
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(shownLink(link, url, mail))
    },
  )
}

function registerListInvitations(app: App, { pool }: PeopleDesk): void {
  app.get(
    '/v1/invitations',
    {
      schema: {
        summary: 'List invitations',
        description: 'Those that still let in, newest first, without their links.',
        tags: ['people'],
        response: { 200: z.object({ items: z.array(Invitation) }) },
      },
    },
    async (request) => ({
      items: (await listInvitations(pool, principalOf(request).workspaceId)).map(toInvitation),
    }),
  )
}

function registerRevokeInvitation(app: App, { pool }: PeopleDesk): void {
  app.delete(
    '/v1/invitations/:id',
    {
      schema: {
        summary: 'Take an invitation back',
        description: 'Its link lets nobody in any more.',
        tags: ['people'],
        params: z.object({ id: z.uuid() }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { workspaceId } = principalOf(request)
      if (!(await revokeLink(pool, workspaceId, request.params.id)))
        throw new Refusal('not-found', { detail: 'There is no such invitation that still lets in.' })
      return reply.code(204).send()
    },
  )
}

function toInvitation({ id, role, email, createdBy, createdAt, expiresAt }: LinkRow): Invitation {
  return {
    ...{ id, email, createdBy, role: role ?? 'viewer' },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}
