import type { AccountForm } from '../account-form.ts'
import { digitsOf } from './webhook/twilio-address.ts'

export const twilioForm: AccountForm = {
  transport: 'twilio',
  numberField: 'sender',
  // By its digits, as the webhook's reader names it.
  externalIdOf: (sender) => digitsOf(sender) ?? sender,
  displayOf: (sender) => `+${digitsOf(sender) ?? sender}`,
  businessAccountField: 'accountSid',
  fields: [
    { name: 'sender', required: true, example: 'whatsapp:+14155238886' },
    { name: 'accountSid', required: true, example: 'AC…' },
    { name: 'authToken', required: false, example: '0123456789abcdef…' },
    { name: 'apiKeySid', required: false, example: 'SK…' },
    { name: 'apiKeySecret', required: false, example: '…' },
    { name: 'messagingServiceSid', required: false, example: 'MG…' },
  ],
  secretNames: ['authToken', 'apiKeySecret'],
  detailNames: ['apiKeySid', 'messagingServiceSid'],
  lacks({ secrets, details, businessAccountId }) {
    if (!businessAccountId)
      return 'The account has no account SID. The Twilio console shows it (AC…); save it in the account.'
    const byKey = secrets.has('apiKeySecret') && details['apiKeySid'] !== undefined
    if (byKey || secrets.has('authToken')) return null
    return 'The account has no auth token. The Twilio console shows it; save it in the account, or an API key (apiKeySid and apiKeySecret).'
  },
  lacksForWebhooks: ({ secrets }) =>
    secrets.has('authToken')
      ? null
      : "The account has no auth token, with which Twilio signs its webhooks: messages and receipts of it are refused. Save it in the account; an API key can't stand in for it.",
}
