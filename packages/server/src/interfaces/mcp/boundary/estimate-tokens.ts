/**
 * A cautious guess of how many tokens a model makes of a text: Latin letters about three and a half to a token, digits and
 * punctuation (ids, JSON) about two, other alphabets nearly one and a half, CJK and everything rarer one or more each.
 * Meant to be too high rather than too low; a tokenizer of one vendor would be exact for that vendor alone.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (let index = 0; index < text.length; index++) tokens += weightOf(text.charCodeAt(index))
  return Math.ceil(tokens)
}

/** Of one UTF-16 unit; of one of ASCII. */
const mostWeight = 1.3
const mostAsciiWeight = 0.5

/** Never less than the estimate, without looking at each unit: all but ASCII takes at least one byte more in UTF-8 than it has units. */
export function mostTokensOf(text: string): number {
  const beyondAscii = Math.min(Buffer.byteLength(text) - text.length, text.length)
  // One more for what adding up so many fractions may round up.
  return Math.ceil(text.length * mostAsciiWeight + beyondAscii * (mostWeight - mostAsciiWeight)) + 1
}

function weightOf(unit: number): number {
  if (unit < 0x80) return asciiWeights[unit] ?? 1
  if (unit < 0x250) return 0.6
  if (unit < 0x800) return 0.75
  // Each half of a surrogate pair: an emoji is two to three tokens.
  return mostWeight
}

const asciiWeights = Float64Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (/[a-z]/.test(character)) return 0.28
  if (/[A-Z]/.test(character)) return 0.4
  if (character === ' ') return 0.1
  return mostAsciiWeight
})
