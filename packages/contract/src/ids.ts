import { z } from 'zod'

/** Every id is a UUIDv7, so ids sort by the time they were made. The brand keeps one kind from standing in for another. */
export const WorkspaceId = z.uuid().brand('WorkspaceId')
export type WorkspaceId = z.infer<typeof WorkspaceId>

export const AccountId = z.uuid().brand('AccountId')
export type AccountId = z.infer<typeof AccountId>

export const ContactId = z.uuid().brand('ContactId')
export type ContactId = z.infer<typeof ContactId>

export const ConversationId = z.uuid().brand('ConversationId')
export type ConversationId = z.infer<typeof ConversationId>

export const MessageId = z.uuid().brand('MessageId')
export type MessageId = z.infer<typeof MessageId>

export const MediaId = z.uuid().brand('MediaId')
export type MediaId = z.infer<typeof MediaId>

export const CallId = z.uuid().brand('CallId')
export type CallId = z.infer<typeof CallId>

export const ApiKeyId = z.uuid().brand('ApiKeyId')
export type ApiKeyId = z.infer<typeof ApiKeyId>

/** The provider's own message id ("wamid.…" on the Cloud API). */
export const ProviderMessageId = z.string().min(1).brand('ProviderMessageId')
export type ProviderMessageId = z.infer<typeof ProviderMessageId>
