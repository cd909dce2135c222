import type { AccountDraftCheck, CreateAccount } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { AccountForm } from '../transports/account-form.ts'
import type { Transport } from '../transports/transport.ts'
import type { TransportAccount } from '../transports/transport-account.ts'
import type { AccountForms } from './connections.ts'

export interface DraftServices {
  readonly forms: AccountForms
  readonly transports: Readonly<Partial<Record<string, Transport>>>
  /** Where a number is reached otherwise than at its provider's usual address: the simulated one. */
  readonly settingsOf: (transport: string, externalId: string) => Readonly<Record<string, string>>
}

/** Asks the provider about credentials that nobody saved. @throws {Refusal} provider-type-not-supported */
export async function checkDraft(
  { forms, transports, settingsOf }: DraftServices,
  draft: CreateAccount,
): Promise<AccountDraftCheck> {
  const form = forms[draft.transport]
  const transport = transports[draft.transport]
  if (!form || !transport) {
    const detail = `There is no transport "${draft.transport}".`
    throw new Refusal('provider-type-not-supported', { detail })
  }
  const account = accountOf(form, draft)
  const settings = { ...settingsOf(form.transport, account.externalId), ...account.settings }
  return showReport(transport, { ...account, settings })
}

/** As answers have it. A transport that cannot be asked has nothing that could be wrong. */
export async function showReport(transport: Transport, account: TransportAccount): Promise<AccountDraftCheck> {
  const report = await transport.checkCredentials?.(account)
  const findings = (report?.findings ?? []).map((finding) => ({ ...finding }))
  const number = report?.number
  return {
    ok: findings.every(({ state }) => state !== 'wrong'),
    findings,
    number: number
      ? {
          displayPhoneNumber: number.displayPhoneNumber ?? null,
          verifiedName: number.verifiedName ?? null,
          qualityRating: number.qualityRating ?? null,
        }
      : null,
  }
}

function accountOf(form: AccountForm, draft: CreateAccount): TransportAccount {
  const fields: Readonly<Record<string, unknown>> = draft
  const pick = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = fields[name]
        return typeof value === 'string' ? [[name, value]] : []
      }),
    )
  const business = form.businessAccountField === null ? undefined : fields[form.businessAccountField]
  return {
    accountId: 'draft',
    externalId: form.externalIdOf(String(fields[form.numberField])),
    businessAccountId: typeof business === 'string' ? business : null,
    secrets: pick(form.secretNames),
    settings: pick(form.detailNames),
  }
}
