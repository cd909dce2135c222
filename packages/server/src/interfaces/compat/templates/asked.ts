import { z } from 'zod'

/** What the other system's programs send with both requests. The credential says which workspace it is, not the body. */
export const Asked = {
  workspaceId: z.string().optional().meta({ description: "The other system's; not looked at" }),
  channel: z.literal('WhatsApp').default('WhatsApp'),
  provider: z.string().optional().meta({ description: 'Not looked at' }),
  subscriptionGroupId: z.string().optional().meta({ description: 'Not looked at' }),
  tags: z.record(z.string(), z.string()).optional().meta({ description: 'Not looked at' }),
  userProperties: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Variables: {{ firstName }}' }),
}

const mostContents = 50

export const Contents = z
  .record(z.string().min(1).max(100), z.object({ value: z.string().max(20_000) }))
  .refine((contents) => Object.keys(contents).length <= mostContents, { message: `${mostContents} at most` })
