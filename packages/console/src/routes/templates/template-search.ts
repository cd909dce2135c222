const names = ['q', 'status', 'category', 'language'] as const

/** Which templates are listed, as the address says it. */
export type TemplateSearch = { readonly [Name in (typeof names)[number]]?: string }

/** What is not understood is left out. */
export function readTemplateSearch(search: Record<string, unknown>): TemplateSearch {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.slice(0, 200)]] : []
    }),
  )
}
