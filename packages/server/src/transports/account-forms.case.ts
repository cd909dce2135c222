import { cloudApiForm } from './cloud-api/account-form.ts'
import { testForm } from './test/account-form.ts'
import { twilioForm } from './twilio/account-form.ts'

/** The forms of every transport, as a server has them. */
export const testForms = { 'cloud-api': cloudApiForm, twilio: twilioForm, test: testForm }
