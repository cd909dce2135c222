import { hash } from 'node:crypto'

/** Names what a person says yes to when it goes to many: each of them, and what each gets. In the order of their ids. */
export function bulkFingerprint(approvals: readonly { readonly id: string; readonly fingerprint: string }[]): string {
  const lines = approvals.map(({ id, fingerprint }) => `${id} ${fingerprint}\n`)
  return hash('sha256', lines.join(''), 'base64url').slice(0, 22)
}
