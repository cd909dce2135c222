import type { App } from '../../app.ts'
import type { PhoneDesk } from '../../phone-desk.ts'
import { registerActOnPhone } from './act.ts'
import { registerChangeCustomer } from './change-customer.ts'
import { registerGetSimulator } from './get.ts'
import { registerGetCustomer } from './get-customer.ts'
import { registerPhoneFile } from './get-file.ts'
import { registerListCustomers } from './list-customers.ts'
import { registerListMagicRecipients } from './list-magic-recipients.ts'
import { registerMakeCustomer } from './make-customer.ts'
import { registerPutPhoneFile } from './put-file.ts'
import { registerReadOnPhone } from './read.ts'

/** `/v1/simulator`: the customers' phones. Without a desk there are none, and every address says so. */
export function registerSimulator(app: App, desk: PhoneDesk | undefined): void {
  registerGetSimulator(app, desk)
  registerListMagicRecipients(app, desk)
  registerListCustomers(app, desk)
  registerMakeCustomer(app, desk)
  registerGetCustomer(app, desk)
  registerChangeCustomer(app, desk)
  registerActOnPhone(app, desk)
  registerReadOnPhone(app, desk)
  registerPutPhoneFile(app, desk)
  registerPhoneFile(app, desk)
}
