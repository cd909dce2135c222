/** The parts of an account's page, as its address names them. */
export const accountTabs = ['overview', 'edit', 'webhooks', 'blocked'] as const
export type AccountTab = (typeof accountTabs)[number]
