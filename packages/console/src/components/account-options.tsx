import { accountName } from '../api/accounts.ts'

/** The accounts as choices of a Select. */
export function AccountOptions({
  accounts,
}: {
  readonly accounts: readonly (Parameters<typeof accountName>[0] & { readonly id: string })[] | undefined
}) {
  return accounts?.map((account) => (
    <option key={account.id} value={account.id}>
      {accountName(account)}
    </option>
  ))
}
