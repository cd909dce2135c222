import { styleText } from 'node:util'

type Format = Extract<Parameters<typeof styleText>[0], string>

/** Colour only where a terminal shows it; honours NO_COLOR and FORCE_COLOR. */
export function style(format: Format | readonly Format[], text: string): string {
  return styleText([...(typeof format === 'string' ? [format] : format)], text, { stream: process.stdout })
}

export function print(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/**
 * What others wrote, on one line that is read as it is: line breaks as ⏎, and whatever would move the cursor, colour, hide or turn
 * round what stands beside it as its code. A person decides by what is shown.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' ⏎ ')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`)
}

/** Columns as wide as their widest cell; the last one is left as it is. */
export function table(written: readonly (readonly string[])[]): string {
  const rows = written.map((row) => row.map(oneLine))
  const widths: number[] = []
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ')
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join('\n')
}

/** As the clock of whoever reads it shows, e.g. 09:41. */
export function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 5)
}

/** One line that is written over on a terminal; silent elsewhere. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`)
}

export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
}
