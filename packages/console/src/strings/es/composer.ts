import type { composer as english } from '../en/composer.ts'
import type { Words } from '../words.ts'

export const composer: Words<typeof english> = {
  title: 'Escribir',
}
