import type { Fillings } from './filling.ts'
import type { GivenList } from './read-list.ts'

/** A broadcast while somebody makes it. */
export interface Making {
  readonly name: string
  readonly templateId: string
  /** Empty: the default one of the template's business. */
  readonly accountId: string
  readonly perSecond: string
  readonly list: GivenList | undefined
  /** Empty: the one that most likely is. */
  readonly recipient: string
  readonly fillings: Fillings
}
