// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unfit = /[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069\uFEFF]/g
const mostCharacters = 240

/** A name for people to see: without folders, control characters and marks that reverse the text's direction (`gpj.exe`). */
export function fileName(given: string | null | undefined): string | null {
  const last = given?.toWellFormed().split(/[\\/]/).at(-1)?.replace(unfit, '').trim() ?? ''
  return last === '' || /^\.+$/.test(last) ? null : Array.from(last).slice(0, mostCharacters).join('')
}
