import type { OutboundContent } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { templateOf } from './gather-facts.ts'
import { fingerprintOf } from './request-fingerprint.ts'
import type { SendRules } from './send-request.ts'
import { templateTextOf } from './template-text.ts'

/**
 * Names what a person says yes to: to whom, and every word of it.
 * @param templateText see templateTextOf
 */
export function approvalFingerprint(
  recipient: unknown,
  contents: readonly unknown[],
  templateText: string | null,
): string {
  return fingerprintOf({ recipient, contents, ...(templateText === null ? {} : { templateText }) })
}

/** As it would be read if it were sent now: the template may be another one than when the approval was asked for. */
export async function templateTextNow(
  tx: Queryable,
  rules: SendRules,
  accountId: string,
  content: OutboundContent | undefined,
): Promise<string | null> {
  return content === undefined ? null : templateTextOf(await templateOf(tx, rules, accountId, content))
}
