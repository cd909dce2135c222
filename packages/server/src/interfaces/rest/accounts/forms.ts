import { AccountFormDescription } from '@switchboard/contract'
import { z } from 'zod'
import { describeForms } from '../../../accounts/describe-forms.ts'
import type { App } from '../../app.ts'
import type { AccountRoutes } from './account-routes.ts'

/** `GET /v1/accounts/forms`: what each transport asks for. */
export function registerAccountForms(app: App, { desk, services }: Pick<AccountRoutes, 'desk' | 'services'>): void {
  app.get(
    '/v1/accounts/forms',
    {
      schema: {
        summary: 'What connecting a number takes',
        description:
          'For each transport the fields of `POST /v1/accounts`, in the order in which a form asks for them.',
        tags: ['accounts'],
        response: { 200: z.object({ items: z.array(AccountFormDescription) }) },
      },
    },
    async () => ({ items: describeForms(desk.forms, services.transports) }),
  )
}
