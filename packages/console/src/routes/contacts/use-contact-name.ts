import type { Contact } from '@switchboard/contract'
import { useTranslations } from '../../strings/use-translations.ts'

/** By what a contact is called where they have no name. */
export function useContactName(): (contact: Pick<Contact, 'name' | 'phone' | 'username'>) => string {
  const words = useTranslations('contacts')
  return ({ name, phone, username }) => name ?? phone ?? username ?? words('unnamed')
}
