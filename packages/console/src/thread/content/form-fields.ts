/** What was filled into a form, with what a nested group holds in its place. The token is the sender's own, not the person's. */
export function fieldsOf(response: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (typeof response !== 'object' || response === null) return []
  return Object.entries(response)
    .filter(([name]) => name !== 'flow_token')
    .flatMap(([name, value]: [string, unknown]) => {
      const inner = Array.isArray(value) ? [] : fieldsOf(value)
      return inner.length > 0 ? inner : [[name, value] as const]
    })
}

/** A field's name as words: `screen_0_First_name_1` is “First name”, WhatsApp's own `in_pin_code` “Pin code”. */
export function fieldWords(name: string): string {
  const words = name
    .replace(/^screen_\d+_(?=.)/, '')
    .replace(/^in_(?=pin_code$)/, '')
    .replace(/(?<=.)_\d+$/, '')
    .replaceAll('_', ' ')
    .trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
