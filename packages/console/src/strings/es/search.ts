import type { search as english } from '../en/search.ts'
import type { Words } from '../words.ts'

export const search: Words<typeof english> = {
  title: 'Buscar',
}
