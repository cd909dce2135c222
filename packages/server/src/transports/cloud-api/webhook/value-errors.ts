import type { FactItem } from '../../inbound-item.ts'
import { momentIn, type ValueScope } from './value-scope.ts'

/** Errors of a whole value, which may come with neither messages nor statuses: about our app or account. */
export function valueErrorsFact(errors: unknown, scope: ValueScope): FactItem {
  return {
    kind: 'fact',
    account: scope.account,
    ...momentIn(scope, undefined),
    field: scope.field,
    subject: 'errors',
    known: true,
    value: { errors },
    raw: { errors },
  }
}
