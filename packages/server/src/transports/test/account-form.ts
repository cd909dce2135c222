import type { AccountForm } from '../account-form.ts'

export const testForm: AccountForm = {
  transport: 'test',
  numberField: 'externalId',
  externalIdOf: (name) => name,
  businessAccountField: null,
  fields: [{ name: 'externalId', required: true, example: 'trying-things' }],
  secretNames: [],
  detailNames: [],
  lacks: () => null,
  lacksForWebhooks: () => null,
}
