import { RoleScopes, roles, scopesOfRole } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'

/** `GET /v1/roles`: what people of each role may, most first. */
export function registerRoles(app: App): void {
  app.get(
    '/v1/roles',
    {
      schema: {
        summary: 'What each role may',
        description: 'The owner’s are all scopes that there are.',
        tags: ['people'],
        response: { 200: z.object({ items: z.array(RoleScopes) }) },
      },
    },
    () => ({ items: roles.map((role) => ({ role, scopes: [...scopesOfRole(role)] })) }),
  )
}
