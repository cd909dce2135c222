import { z } from 'zod'

/** Of addresses about one customer. */
export const CustomerParams = z.object({
  id: z.string().min(1).max(150).meta({ description: 'Digits of the phone, or the user id' }),
})
