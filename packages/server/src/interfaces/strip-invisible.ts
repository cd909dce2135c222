/**
 * Characters that a person does not see but a model reads (or that make a person read something else) are how hidden
 * instructions are smuggled: tag characters, variation-selector runs, bidi overrides, zero-width spaces. They are removed
 * from every string of a stranger. What real writing needs stays: emoji joiners and the first variation selector after a
 * character, single joiners between letters of scripts that use them (Persian, Hindi …), single right-to-left marks, the
 * three regional flags that are spelt with tags.
 */
export function stripInvisible(text: string): string {
  if (plain.test(text) || !suspicious.test(text)) return text
  return text
    .split(regionalFlags)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(invisible, keptOf)))
    .join('')
}

// Control characters but tab and line feed; everything that Unicode says may be drawn as nothing; blanks that are letters
// by category; interlinear annotation; private use, which fonts alone give a meaning.
const invisibleClass =
  '[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028\\u2029\\u2800\\uFFF9-\\uFFFB\\p{Default_Ignorable_Code_Point}\\p{Co}\\p{Cs}]'
/** Most texts; ten times as fast to see as the classes of Unicode. */
const plain = /^[\t\n -~]*$/
const suspicious = new RegExp(invisibleClass, 'u')
const invisible = new RegExp(`${invisibleClass}+`, 'gu')

/** England, Scotland, Wales: a black flag and the region's code in tag characters. Kept whole, as odd parts of a split. */
const regionalFlags = new RegExp(`(${['gbeng', 'gbsct', 'gbwls'].map(spellFlag).join('|')})`, 'u')

function spellFlag(region: string): string {
  const tags = [...region].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)))
  return `\u{1F3F4}${tags.join('')}\u{E007F}`
}

const joiners = /^[\u200C\u200D]$/u
const directionMarks = /^[\u200E\u200F\u061C]$/u
const pictographEnd = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1F1E6}-\u{1F1FF}]$/u
const pictographStart = /^\p{Extended_Pictographic}/u
const joiningEnd =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Syriac}]$/u
const joiningStart = new RegExp(joiningEnd.source.replace(/^/, '^').replace(/\$$/, ''), 'u')
const emojiPresentation = '\uFE0F'
const textPresentation = '\uFE0E'
const zeroWidthJoiner = '\u200D'

/** What stays of one run of invisible characters, given what stands around it. */
function keptOf(run: string, offset: number, whole: string): string {
  const before = whole.slice(Math.max(0, offset - 2), offset)
  const after = whole.slice(offset + run.length, offset + run.length + 2)
  if (run === '\r') return after.startsWith('\n') ? '' : '\n'
  if (run === '\u2028' || run === '\u2029') return '\n'
  if (directionMarks.test(run)) return run
  const selected = run.startsWith(emojiPresentation) || run.startsWith(textPresentation)
  const rest = selected ? run.slice(1) : run
  const selector = selected && selectable.test(before) ? run.slice(0, 1) : ''
  if (rest === zeroWidthJoiner && pictographStart.test(after) && (pictographEnd.test(before) || selector !== '')) {
    return selector + rest
  }
  if (joiners.test(rest) && !selected && joiningEnd.test(before) && joiningStart.test(after)) return rest
  // ❤️ + a right-to-left mark and the like: the selector stays, the smuggled rest goes.
  return selector
}

/** What an emoji or text presentation selector may follow: a pictograph, or the digits of keycaps. */
const selectable = /[\p{Extended_Pictographic}\p{Emoji}]$/u
