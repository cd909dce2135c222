import { fingerprintOf } from './request-fingerprint.ts'

/** Names what a person says yes to: to whom, and every word of it. */
export function approvalFingerprint(recipient: unknown, contents: readonly unknown[]): string {
  return fingerprintOf({ recipient, contents })
}
