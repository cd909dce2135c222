import type { AccountForm } from '../account-form.ts'

export const cloudApiForm: AccountForm = {
  transport: 'cloud-api',
  numberField: 'phoneNumberId',
  externalIdOf: (number) => number,
  businessAccountField: 'businessAccountId',
  fields: [
    { name: 'phoneNumberId', required: true, example: '106540352242922' },
    { name: 'businessAccountId', required: false, example: '102290129340398' },
    { name: 'accessToken', required: true, example: 'EAAG…' },
    { name: 'appSecret', required: false, example: '0123456789abcdef…' },
    { name: 'verifyToken', required: false, example: 'any-words-of-your-own' },
    { name: 'apiVersion', required: false, example: 'v26.0' },
  ],
  secretNames: ['accessToken', 'appSecret', 'verifyToken'],
  detailNames: ['apiVersion'],
  lacks: ({ secrets }) =>
    secrets.has('accessToken')
      ? null
      : 'The account has no access token. Save a system user token from Meta Business settings in it.',
  lacksForWebhooks: ({ secrets }) =>
    secrets.has('appSecret')
      ? null
      : 'The account has no app secret of its own: its webhooks are taken when they are signed with WHATSAPP_APP_SECRET.',
}
