import { z } from 'zod'
import { WorkspaceId } from './ids.ts'
import { Timestamp } from './page.ts'
import { Role } from './roles.ts'

/** Somebody's own account, which is one for all workspaces that they are in. */
export const Profile = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable().meta({ description: 'null: none was given yet, of an owner that a start made' }),
    hasPassword: z.boolean().meta({ description: 'false: only links open this account' }),
    newEmail: z
      .string()
      .nullable()
      .meta({ description: 'The address that is asked for and waits for the link that was mailed to it' }),
    secondFactor: z.boolean().meta({ description: 'Whether signing in asks for a code beside the password' }),
    workspaces: z.array(z.object({ id: WorkspaceId, name: z.string(), role: Role })),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof Profile>

export const UpdateProfile = z
  .strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    email: z.email().max(254).optional(),
    currentPassword: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Needed for another address, where there is a password' }),
  })
  .refine(({ name, email }) => name !== undefined || email !== undefined, 'names nothing that is to be changed')
  .meta({ id: 'UpdateProfile' })
export type UpdateProfile = z.infer<typeof UpdateProfile>

export const ChangePassword = z
  .strictObject({
    currentPassword: z.string().max(200).optional().meta({ description: 'Where there is one' }),
    newPassword: z.string().max(200),
  })
  .meta({ id: 'ChangePassword' })
export type ChangePassword = z.infer<typeof ChangePassword>

/** A way in by the identity provider that somebody's account is connected with. */
export const Connection = z
  .object({
    id: z.string(),
    issuer: z.string().meta({ description: 'Of the identity provider' }),
    createdAt: Timestamp,
  })
  .meta({ id: 'Connection' })
export type Connection = z.infer<typeof Connection>

/** A browser or program that somebody is signed in with. */
export const SignedInSession = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: 'The one that asks' }),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp.meta({ description: 'To the day: it is written once a day' }),
    expiresAt: Timestamp,
  })
  .meta({ id: 'SignedInSession' })
export type SignedInSession = z.infer<typeof SignedInSession>
