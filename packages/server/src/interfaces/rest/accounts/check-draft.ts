import { AccountDraftCheck, CreateAccount } from '@switchboard/contract'
import { checkDraft } from '../../../accounts/check-draft.ts'
import type { App } from '../../app.ts'
import type { AccountRoutes } from './account-routes.ts'

/** `POST /v1/accounts/check`: asks the provider before anything is saved. */
export function registerCheckDraft(
  app: App,
  { desk, services, settingsOf }: Pick<AccountRoutes, 'desk' | 'services' | 'settingsOf'>,
): void {
  app.post(
    '/v1/accounts/check',
    {
      schema: {
        summary: 'Check credentials before they are saved',
        description:
          'Takes what `POST /v1/accounts` takes and saves nothing. Each credential is asked about by itself; what is wrong is in the answer, a sentence for each.',
        tags: ['accounts'],
        body: CreateAccount,
        response: { 200: AccountDraftCheck },
      },
    },
    async (request) => checkDraft({ forms: desk.forms, transports: services.transports, settingsOf }, request.body),
  )
}
