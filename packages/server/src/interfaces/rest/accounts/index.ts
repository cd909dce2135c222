import type { App } from '../../app.ts'
import type { AccountRoutes } from './account-routes.ts'
import { registerBlockedPeople } from './blocked.ts'
import { registerCheckAccount } from './check.ts'
import { registerCheckDraft } from './check-draft.ts'
import { registerCreateAccount } from './create.ts'
import { registerDisableAccount } from './disable.ts'
import { registerAccountForms } from './forms.ts'
import { registerGetAccount } from './get.ts'
import { registerListAccounts } from './list.ts'
import { registerAccountProfile } from './profile.ts'
import { registerSetDefaultAccount } from './set-default.ts'
import { registerUpdateAccount } from './update.ts'
import { registerAccountSubscription, registerAccountWebhook } from './webhook.ts'

/** The numbers of the workspace: connect, change, check, take away. */
export function registerAccounts(app: App, routes: AccountRoutes): void {
  registerListAccounts(app, routes)
  registerGetAccount(app, routes)
  registerCreateAccount(app, routes)
  registerUpdateAccount(app, routes)
  registerDisableAccount(app, routes)
  registerSetDefaultAccount(app, routes)
  registerCheckAccount(app, routes)
  registerAccountProfile(app, routes)
  registerBlockedPeople(app, routes)
  registerAccountForms(app, routes)
  registerCheckDraft(app, routes)
  registerAccountWebhook(app, routes)
  registerAccountSubscription(app, routes)
}
