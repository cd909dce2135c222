/** Where sealed secrets are stored. `switchboard key rotate` goes through these; a test finds what is sealed and not listed. */
export interface SealedPlace {
  /** With its schema where that is not `public`. */
  readonly table: string
  /** jsonb: one sealed secret, or an object of them by name. */
  readonly column: string
  /** What its keys are derived for. */
  readonly purpose: 'account secrets' | 'signing secret' | 'webhook secrets'
  /** What the row's secret is bound to beside the row's id; `by name`: the names in the object. */
  readonly holds: 'by name' | { readonly name: string }
}

export const sealedPlaces = [
  { table: 'accounts', column: 'secrets', purpose: 'account secrets', holds: 'by name' },
  { table: 'webhook_endpoints', column: 'secret', purpose: 'webhook secrets', holds: { name: 'secret' } },
  { table: 'webhook_endpoints', column: 'former_secret', purpose: 'webhook secrets', holds: { name: 'secret' } },
  { table: 'auth.signing', column: 'secret', purpose: 'signing secret', holds: { name: 'signing' } },
] as const satisfies readonly SealedPlace[]
