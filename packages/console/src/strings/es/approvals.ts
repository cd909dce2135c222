import type { approvals as english } from '../en/approvals.ts'
import type { Words } from '../words.ts'

export const approvals: Words<typeof english> = {
  title: 'Aprobaciones',
}
