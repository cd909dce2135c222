import { expect, test } from 'vitest'
import { parseCostRates, readCostRates } from './read-cost-rates.ts'

test('a file of rates is read, in any case, with comments and a day from which a price holds', () => {
  const text = `\uFEFFCategory,Country,Currency,Rate,From
# Meta's list of October
marketing,de,eur,0.1131,2026-10-01
utility, * ,EUR,0.05
`
  expect(parseCostRates(text)).toEqual({
    rates: [
      { category: 'marketing', country: 'DE', currency: 'EUR', rate: '0.1131', from: '2026-10-01' },
      { category: 'utility', country: '*', currency: 'EUR', rate: '0.05', from: '0001-01-01' },
    ],
    problems: [],
  })
})

test('a row that cannot be used is named with its line, and the others are used', () => {
  const text = `category,country,currency,rate,from
marketing,DE,EUR,"0,11"
marketing,Germany,EUR,0.11
marketing,DE,Euro,0.11
7,DE,EUR,0.11
marketing,DE,EUR,-1
marketing,DE,EUR
marketing,DE,EUR,0.11,2026-13-01
marketing,DE,EUR,0.11
marketing,DE,EUR,0.12
`
  const { rates, problems } = parseCostRates(text)
  expect(rates).toMatchObject([{ rate: '0.11' }])
  expect(problems).toEqual([
    'line 2: "0,11" is no rate like 0.0691',
    'line 3: "GERMANY" is no country like DE, nor *',
    'line 4: "EURO" is no currency like EUR',
    'line 5: "7" is no category like marketing',
    'line 6: "-1" is no rate like 0.0691',
    'line 7: "" is no rate like 0.0691',
    'line 8: "2026-13-01" is no day like 2026-10-01',
    'line 10: says again what a line before it said',
  ])
})

test.each([
  ['an empty file', '', 'the file is empty'],
  ['a header without a rate', 'category,country,currency\n', 'line 1: the header lacks rate'],
])('%s has no rates', (_what, text, problem) => {
  expect(parseCostRates(text)).toEqual({ rates: [], problems: [problem] })
})

test('a file that is not there is said, and stops nothing', () => {
  expect(readCostRates('/nowhere/rates.csv')).toMatchObject({
    file: true,
    rates: [],
    problems: [expect.stringContaining('/nowhere/rates.csv cannot be read')],
  })
  expect(readCostRates(undefined)).toEqual({ file: false, rates: [], problems: [] })
})
