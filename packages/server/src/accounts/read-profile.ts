import type { AccountProfile, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import { inWords, openAccount } from './ask-provider.ts'
import type { AccountServices } from './check-account.ts'

/** As the provider has it now. @throws {Refusal} account-not-found, account-cannot, provider-refused */
export async function readProfile(
  services: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
): Promise<AccountProfile> {
  const { transport, account } = await openAccount(services, workspaceId, id)
  if (!transport.readNumber && !transport.readBusinessProfile) {
    const detail = `Of ${transport.name} accounts no profile can be read.`
    throw new Refusal('account-cannot', { detail })
  }
  const [number, business] = await inWords(() =>
    Promise.all([transport.readNumber?.(account), transport.readBusinessProfile?.(account)]),
  )
  return {
    number: number
      ? {
          externalId: number.externalId,
          displayPhoneNumber: number.displayPhoneNumber ?? null,
          verifiedName: number.verifiedName ?? null,
          qualityRating: number.qualityRating ?? null,
          throughputLevel: number.throughputLevel ?? null,
          messagingLimitTier: number.messagingLimitTier ?? null,
          status: number.status ?? null,
          coexistence: number.coexistence,
        }
      : null,
    business: business
      ? {
          about: business.about ?? null,
          address: business.address ?? null,
          description: business.description ?? null,
          email: business.email ?? null,
          pictureUrl: business.pictureUrl ?? null,
          websites: [...business.websites],
          vertical: business.vertical ?? null,
        }
      : null,
  }
}
