import type { SendAlternative, SendRefusalCode } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'

/** A send that may not be, or a decision about one that can't be taken. Nothing of it was written. */
export class SendRefusal extends Refusal {
  declare readonly code: SendRefusalCode
  /** What could be done instead. */
  readonly alternative: SendAlternative | undefined

  constructor(code: SendRefusalCode, detail: string, alternative?: SendAlternative) {
    super(code, { detail })
    this.name = 'SendRefusal'
    this.alternative = alternative
  }
}
