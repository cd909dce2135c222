import { Refusal } from '../refusal.ts'
import type { Sealer } from '../sealing/seal.ts'
import type { AccountForm } from '../transports/account-form.ts'
import type { AccountChange } from './write-account.ts'

/** What every account has, whatever its transport. */
const common: ReadonlySet<string> = new Set([
  'transport',
  'name',
  'isDefault',
  'state',
  'settings',
  'displayPhoneNumber',
])

/**
 * The fields of a transport's account in a request, sealed where they are secret.
 * @throws {Refusal} invalid-request for a field of another transport
 */
export function readFields(
  form: AccountForm,
  sealer: Sealer,
  accountId: string,
  given: Readonly<Record<string, unknown>>,
): Pick<AccountChange, 'businessAccountId' | 'details' | 'secrets'> & { readonly secretNames: readonly string[] } {
  const secrets: Record<string, object | null> = {}
  const details: Record<string, string | null> = {}
  let businessAccountId: string | null | undefined
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || common.has(name) || name === form.numberField) continue
    // The contract's schemas have texts and null under all of these names.
    const text = value as string | null
    if (form.secretNames.includes(name)) secrets[name] = text === null ? null : sealer.seal(accountId, name, text)
    else if (form.detailNames.includes(name)) details[name] = text
    else if (name === form.businessAccountField) businessAccountId = text
    else throw stranger(form, name)
  }
  return { secrets, details, businessAccountId, secretNames: Object.keys(secrets) }
}

function stranger(form: AccountForm, name: string): Refusal {
  const own = [form.businessAccountField ?? [], form.secretNames, form.detailNames].flat()
  const has = own.length === 0 ? 'no fields of their own' : own.join(', ')
  const message = `is not a field of ${form.transport} accounts; they have ${has}`
  return new Refusal('invalid-request', {
    detail: `body.${name}: ${message}`,
    errors: [{ path: `body.${name}`, message }],
  })
}
