import type { en } from '../../strings/en/index.ts'
import { useTranslations } from '../../strings/use-translations.ts'

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
  const find = (name: string) => known.find((each) => each === name)
  return {
    label(name: string): string {
      const key = find(name)
      return key ? words(`${key}.label`) : name
    },
    where(name: string): string | undefined {
      const key = find(name)
      return key && words(`${key}.where`)
    },
  }
}
