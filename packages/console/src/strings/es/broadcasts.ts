import type { broadcasts as english } from '../en/broadcasts.ts'
import type { Words } from '../words.ts'

export const broadcasts: Words<typeof english> = {
  title: 'Difusiones',
}
