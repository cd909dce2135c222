import type { TransportAccount } from './transport-account.ts'

/** The templates that the provider keeps for the account's business. */
export interface TemplateDirectory {
  /** All of them, page by page. */
  list(account: TransportAccount, filter?: TemplateFilter): AsyncIterable<ProviderTemplate>
  /**
   * Hands a new template in for review.
   * @throws {TransportError} with outcome `unknown` where the answer was lost: list them before trying again.
   */
  create(account: TransportAccount, draft: TemplateDraft): Promise<TemplateReview>
  /**
   * Changes one that exists, by the provider's id; it is reviewed again.
   * @throws {TransportError} as `create`
   */
  edit?(account: TransportAccount, id: string, change: TemplateEdit): Promise<void>
  /** In all languages; with an `id` only that one. */
  delete(account: TransportAccount, template: { readonly name: string; readonly id?: string }): Promise<void>
}

export interface TemplateFilter {
  readonly name?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface TemplateEdit {
  readonly category?: string | undefined
  readonly components?: readonly Readonly<Record<string, unknown>>[] | undefined
}

export interface ProviderTemplate {
  readonly id: string
  readonly name: string
  readonly language: string
  /** In the provider's words: APPROVED, PENDING, REJECTED, PAUSED, DISABLED … */
  readonly status: string
  /** In capital letters: MARKETING, UTILITY, AUTHENTICATION. */
  readonly category: string | undefined
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly components: readonly Readonly<Record<string, unknown>>[]
  readonly rejectedReason: string | undefined
  readonly quality: string | undefined
  /** The whole answer about it. */
  readonly raw: Readonly<Record<string, unknown>>
}

export interface TemplateDraft {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly parameterFormat?: 'POSITIONAL' | 'NAMED' | undefined
  readonly components: readonly Readonly<Record<string, unknown>>[]
}

export interface TemplateReview {
  readonly id: string
  readonly status: string
  /** The provider may put it into another category than asked for. */
  readonly category: string | undefined
}
