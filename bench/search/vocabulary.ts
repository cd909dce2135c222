/** A random number from 0 to 1; the same ones in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export interface Language {
  /** The most used word first. */
  readonly words: readonly string[]
  /** Of all messages. */
  readonly share: number
  readonly separator: string
}

const scripts = [
  {
    share: 0.7,
    size: 120_000,
    separator: ' ',
    onsets: 'b c d f g h k l m n p r s t v w st tr pl gr ch sh',
    vowels: 'a e i o u ea ou',
    ends: ' n r s t l m ck',
  },
  {
    share: 0.1,
    size: 30_000,
    separator: ' ',
    onsets: 'б в г д ж з к л м н п р с т ф х ч ш пр ст',
    vowels: 'а е и о у ы я',
    ends: ' й н м т ль',
  },
  {
    share: 0.08,
    size: 20_000,
    separator: ' ',
    onsets: 'ب ت ج ح د ر س ش ع ف ق ك ل م ن ه',
    vowels: 'ا ي و',
    ends: ' ة ن ت',
  },
  {
    share: 0.05,
    size: 10_000,
    separator: ' ',
    onsets: 'क ख ग च ज ट ड त द न प ब म र ल व स ह',
    vowels: 'ा ि ी ु े ो',
    ends: ' न र त',
  },
] as const
const hanWords = 15_000
const firstHan = 0x4e00
const hanCharacters = 2_500

/** Made-up languages of the scripts that a support team meets: syllables by their script, words that repeat never. */
export function createLanguages(random: () => number): Language[] {
  const spaced = scripts.map(({ share, size, separator, onsets, vowels, ends }) => {
    const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
    const [first, middle, last] = [onsets.split(' '), vowels.split(' '), ends.split(' ')]
    const syllable = () => pick(first) + pick(middle) + pick(last)
    // Used words are short: the length grows with the rank.
    const words = distinct(size, (rank) =>
      Array.from({ length: 1 + Math.floor(random() * 2 + Math.log10(rank + 1) / 2) }, syllable).join(''),
    )
    return { words, share, separator }
  })
  const han = () => String.fromCodePoint(firstHan + Math.floor(hanCharacters * random() ** 2))
  return [...spaced, { words: distinct(hanWords, () => han() + han()), share: 0.07, separator: '' }]
}

function distinct(size: number, make: (rank: number) => string): string[] {
  const words = new Set<string>()
  while (words.size < size) words.add(make(words.size))
  return [...words]
}

/** Zipf's law: the word of rank n is used 1/n as often as the first. */
export function pickWord(language: Language, random: () => number): string {
  const rank = Math.floor(language.words.length ** random()) - 1
  return language.words[rank] ?? ''
}
