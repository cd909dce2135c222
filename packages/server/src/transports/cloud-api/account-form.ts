import type { AccountForm } from '../account-form.ts'

export const cloudApiForm: AccountForm = {
  transport: 'cloud-api',
  numberField: 'phoneNumberId',
  externalIdOf: (number) => number,
  businessAccountField: 'businessAccountId',
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
