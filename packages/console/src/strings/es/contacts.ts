import type { contacts as english } from '../en/contacts.ts'
import type { Words } from '../words.ts'

export const contacts: Words<typeof english> = {
  title: 'Contactos',
}
