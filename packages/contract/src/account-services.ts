import { z } from 'zod'
import { CredentialFinding } from './account-setup.ts'

/** What a look at an account found, part by part. */
export const AccountCheck = z
  .object({
    ok: z.boolean().meta({ description: 'Every part is' }),
    parts: z.array(
      z.object({
        part: z.enum(['secrets', 'provider', 'webhook']),
        ok: z.boolean(),
        detail: z.string().meta({ description: 'A sentence: what is so, and what to do where it is not fine' }),
      }),
    ),
    findings: z
      .array(CredentialFinding)
      .meta({ description: 'Of each credential by itself, where the provider can be asked' }),
  })
  .meta({ id: 'AccountCheck' })
export type AccountCheck = z.infer<typeof AccountCheck>

const word = z.string().nullable()

/** What the provider says of the number, and what customers see of the business. Null: the provider does not say. */
export const AccountProfile = z
  .object({
    number: z
      .object({
        externalId: z.string(),
        displayPhoneNumber: word,
        verifiedName: word,
        qualityRating: word,
        throughputLevel: word,
        messagingLimitTier: word,
        status: word,
        coexistence: z.boolean(),
      })
      .nullable(),
    business: z
      .object({
        about: word,
        address: word,
        description: word,
        email: word,
        pictureUrl: word,
        websites: z.array(z.string()),
        vertical: word,
      })
      .nullable(),
  })
  .meta({ id: 'AccountProfile' })
export type AccountProfile = z.infer<typeof AccountProfile>

/** Whom to block or to let write again: phones, user ids, or contacts' ids. */
export const BlockPeople = z
  .strictObject({ people: z.array(z.string().trim().min(3).max(140)).min(1).max(100) })
  .meta({ id: 'BlockPeople' })

/** Each person as they were named: done, or refused with the provider's reason. */
export const BlockedPeople = z
  .object({
    done: z.array(z.string()),
    refused: z.array(z.object({ person: z.string(), reason: z.string() })),
  })
  .meta({ id: 'BlockedPeople' })
export type BlockedPeople = z.infer<typeof BlockedPeople>

export const BlockList = z
  .object({
    items: z.array(z.object({ waId: z.string() })),
    complete: z.boolean().meta({ description: 'false: there are more than are listed' }),
  })
  .meta({ id: 'BlockList' })
export type BlockList = z.infer<typeof BlockList>
