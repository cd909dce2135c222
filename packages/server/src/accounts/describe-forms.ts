import type { AccountFormDescription } from '@switchboard/contract'
import type { Transport } from '../transports/transport.ts'
import type { AccountForms } from './connections.ts'

/** What accounts of each transport are made of, for whoever draws a form. */
export function describeForms(
  forms: AccountForms,
  transports: Readonly<Partial<Record<string, Transport>>>,
): AccountFormDescription[] {
  return Object.values(forms).flatMap((form) => {
    if (!form) return []
    const transport = transports[form.transport]
    return {
      transport: form.transport,
      fields: form.fields.map((field) => ({ ...field, secret: form.secretNames.includes(field.name) })),
      checks: transport?.checkCredentials !== undefined,
      subscribes: transport?.subscribeWebhooks !== undefined,
    }
  })
}
