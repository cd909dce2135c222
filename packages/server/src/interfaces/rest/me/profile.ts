import { Profile, UpdateProfile } from '@switchboard/contract'
import { requireOwnPassword } from '../../../people/own-password.ts'
import { changeProfile, getProfile } from '../../../people/profile.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
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
        description: 'Another address asks for the current password, where there is one: it is what you sign in with.',
        tags: ['me'],
        body: UpdateProfile,
        response: { 200: Profile },
      },
    },
    async (request) => {
      const userId = personOf(request)
      const { name, email, currentPassword } = request.body
      if (email !== undefined) await requireOwnPassword(desk, { userId, currentPassword, address: request.ip })
      await changeProfile(desk.pool, userId, { name, email })
      return await getProfile(desk.pool, userId)
    },
  )
}
