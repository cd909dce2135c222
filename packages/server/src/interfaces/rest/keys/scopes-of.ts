import { Scope } from '@switchboard/contract'
import type { KeyRow } from '../../../access/keys.ts'

/** A scope that this version does not know gives nothing, so it takes nothing to change it. */
export function scopesOf({ scopes }: Pick<KeyRow, 'scopes'>): Scope[] {
  return scopes.flatMap((scope) => Scope.safeParse(scope).data ?? [])
}
