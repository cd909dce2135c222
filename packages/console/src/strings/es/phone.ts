import type { phone as english } from '../en/phone.ts'
import type { Words } from '../words.ts'

export const phone: Words<typeof english> = {
  title: 'Teléfono',
}
