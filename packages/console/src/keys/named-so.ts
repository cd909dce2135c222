/** Whether every word that was typed begins a word of the name, whatever their case and accents. */
export function isNamedSo(name: string, typed: string): boolean {
  const has = wordsIn(name)
  return wordsIn(typed).every((word) => has.some((one) => one.startsWith(word)))
}

function wordsIn(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
