import { readFileSync } from 'node:fs'

/** Reads vitest's JSON report (its path is the argument) and prints the totals on one line. */
const file = process.argv[2] ?? ''
const text = readFileSync(file, 'utf8')
// A run that broke before it began leaves no report.
const report = (text === '' ? {} : JSON.parse(text)) as { numPassedTests?: number; numFailedTests?: number }
console.log(`${report.numPassedTests ?? 0} passed, ${report.numFailedTests ?? 1} failed`)
