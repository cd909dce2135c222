import { digitsOf } from './webhook/twilio-address.ts'

/** Whose webhook a form is, for sharing the work: the account's number, which receives messages and sends what has receipts. */
export function twilioAccountKeyOf(form: Readonly<Record<string, unknown>>): string {
  const ours = 'MessageStatus' in form ? form['From'] : form['To']
  return digitsOf(ours) ?? ''
}
