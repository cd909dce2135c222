/** Why an account is not taken, changed or asked. Stable problem codes, each with its HTTP status. */
export const accountRefusals = {
  'account-not-found': { status: 404, title: 'There is no such account' },
  'account-exists': { status: 409, title: 'The number is connected already' },
  'account-is-default': { status: 409, title: 'The default account cannot be taken away while there are others' },
  'account-disabled': { status: 409, title: 'The account was taken away' },
  'account-cannot': { status: 422, title: 'The provider of this account has no such thing' },
  'provider-refused': { status: 502, title: 'The provider did not do it' },
  'provider-type-not-supported': { status: 422, title: 'This version has no connection of that type' },
} as const

export type AccountRefusalCode = keyof typeof accountRefusals
