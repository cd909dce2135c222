import type { en } from '../../strings/en/index.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import type { CredentialFault } from './credential-faults.ts'

type KnownField = keyof (typeof en)['accounts']['field']

const known: readonly KnownField[] = [
  'phoneNumberId',
  'businessAccountId',
  'accessToken',
  'appSecret',
  'verifyToken',
  'apiVersion',
  'sender',
  'accountSid',
  'authToken',
  'apiKeySid',
  'apiKeySecret',
  'messagingServiceSid',
  'externalId',
  'registration',
]

/** What a field is called, and where a person finds what goes into it. A field without words of ours is shown by its own name. */
export function useFieldWords() {
  const words = useTranslations('accounts.field')
  const faults = useTranslations('accounts.fault')
  const find = (name: string) => known.find((each) => each === name)
  const label = (name: string): string => {
    const key = find(name)
    return key ? words(`${key}.label`) : name
  }
  return {
    label,
    /** A sentence; of a refusal, which is the server's, with the field's name before it. */
    fault(name: string, fault: CredentialFault | string): string {
      if (typeof fault === 'string') return `${label(name)} ${fault}.`
      const { kind, least = 0, letters = '' } = fault
      return faults(kind, { name: label(name), least, letters })
    },
    where(name: string): string | undefined {
      const key = find(name)
      return key && words(`${key}.where`)
    },
  }
}
