import { Profile, UpdateProfile } from '@switchboard/contract'
import { mailNewAddress } from '../../../people/change-address.ts'
import { requireOwnPassword } from '../../../people/own-password.ts'
import { changeProfile, getProfile } from '../../../people/profile.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'
import { personOf } from './own-session.ts'

/** `GET|PATCH /v1/me/profile`: the account of who is signed in. */
export function registerProfile(app: App, desk: PeopleDesk): void {
  app.get(
    '/v1/me/profile',
    {
      schema: {
        summary: 'Your account',
        description: 'Of a person who is signed in.',
        tags: ['me'],
        response: { 200: Profile },
      },
    },
    (request) => getProfile(desk.pool, personOf(request)),
  )
  app.patch(
    '/v1/me/profile',
    {
      schema: {
        summary: 'Change your name or address',
        description:
          'Another address asks for the current password, or where there is none for a session that began within a quarter of an hour. Where mail is configured it is `newEmail` until the link that is mailed to it was followed.',
        tags: ['me'],
        body: UpdateProfile,
        response: { 200: Profile },
      },
    },
    async (request) => {
      const userId = personOf(request)
      const { name, email, currentPassword } = request.body
      const { cookie } = request.headers
      if (email !== undefined) await requireOwnPassword(desk, { userId, currentPassword, cookie, address: request.ip })
      const { pool, mailer } = desk
      const { email: present } = await getProfile(pool, userId)
      const { workspaceId } = principalOf(request)
      // Who has none yet has nothing that somebody could take away.
      if (email !== undefined && mailer && present !== null && present !== email.toLowerCase())
        await mailNewAddress({ ...desk, mailer }, { workspaceId, userId, email })
      else await changeProfile(pool, userId, { email })
      if (name !== undefined) await changeProfile(pool, userId, { name })
      return await getProfile(pool, userId)
    },
  )
}
