/** JSON that we build for the provider. */
export type Json = Readonly<Record<string, unknown>>

/** Without the keys whose value is undefined. */
export function given(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
