import { z } from 'zod'
import { Timestamp } from './page.ts'
import { Role } from './roles.ts'

/** A person in a workspace. */
export const Member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: Role,
    secondFactor: z.boolean().meta({ description: 'Whether signing in asks for a code beside the password' }),
    createdAt: Timestamp,
    lastSeenAt: Timestamp.nullable(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

/** A link that lets somebody join, once. */
export const Invitation = z
  .object({
    id: z.uuid(),
    role: Role,
    email: z.string().nullable().meta({ description: 'The only address that may join by it; null: any' }),
    createdBy: z.string(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

/** What became of the mail that a link was to go out by. */
export const MailOutcome = z.object({
  to: z.string(),
  sent: z.boolean().meta({ description: 'Taken by the mail server' }),
  problem: z
    .string()
    .nullable()
    .meta({ description: 'Where it was not: why, as a sentence. Send the link yourself then' }),
})
export type MailOutcome = z.infer<typeof MailOutcome>

/** `url` is seen this once. */
export const OneTimeLink = z
  .object({
    id: z.uuid(),
    url: z.url(),
    expiresAt: Timestamp,
    mail: MailOutcome.nullable().meta({
      description: 'Null: no mail was to be sent, for want of SMTP_URL or of an address',
    }),
  })
  .meta({ id: 'OneTimeLink' })
export type OneTimeLink = z.infer<typeof OneTimeLink>
