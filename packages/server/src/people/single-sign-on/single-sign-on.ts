import type { Sealer } from '../../sealing/seal.ts'
import type { ArrivalRules } from './arrive.ts'
import type { IdentityProvider } from './identity-provider.ts'

/** What the addresses of single sign-on need. */
export interface SingleSignOn {
  /** As the button has it: “Sign in with …”. */
  readonly name: string
  readonly provider: IdentityProvider
  readonly rules: ArrivalRules
  readonly sealer: Sealer
}
