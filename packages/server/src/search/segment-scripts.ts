/**
 * Puts spaces into scripts that are written without them, so that a part of a sentence can be found.
 *
 * Han, kana and hangul become overlapping pairs (`東京都` → `東京 京都`): any two neighbouring characters of a message are
 * then found whatever stands around them, which a dictionary can't promise (it cuts `南京市长江大桥` differently from
 * `长江`), and no ICU upgrade can change how stored messages were cut. Thai, Lao, Khmer and Burmese go through ICU's
 * dictionary, as pairs of their letters mean little.
 */
export function segmentScripts(text: string): string {
  if (!unspaced.test(text)) return text
  return text
    .replace(pairedRuns, (run) => ` ${pairs(run)} `)
    .replace(dictionaryRuns, (run) => ` ${dictionaryWords(run)} `)
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const pairedRuns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc]+/gu
const dictionaryRuns = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu
const han = /\p{Script=Han}/gu

function pairs(run: string): string {
  const characters = Array.from(run)
  if (characters.length < 3) return run
  const result: string[] = []
  for (let index = 0; index + 1 < characters.length; index++) {
    result.push(`${characters[index] ?? ''}${characters[index + 1] ?? ''}`)
  }
  return result.join(' ')
}

let segmenter: Intl.Segmenter | undefined

function dictionaryWords(run: string): string {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' })
  return Array.from(segmenter.segment(run), (part) => part.segment).join(' ')
}

/** Each Han character once: a single one is a word, so stored text carries them beside the pairs. Queries don't. */
export function singleHanCharacters(text: string): string {
  return Array.from(new Set(text.match(han) ?? [])).join(' ')
}
