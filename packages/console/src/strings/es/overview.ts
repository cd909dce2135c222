import type { overview as english } from '../en/overview.ts'
import type { Words } from '../words.ts'

export const overview: Words<typeof english> = {
  title: 'Resumen',
}
