/** Where a message says who wrote it; only one of them may be there, and `from` may hold a user id. */
export const senderKeys = ['from', 'from_user_id', 'from_parent_user_id', 'parent_from_user_id'] as const

/** Where an echo says to whom the business wrote. */
export const addresseeKeys = ['to', 'to_user_id', 'to_parent_user_id', 'parent_to_user_id'] as const
