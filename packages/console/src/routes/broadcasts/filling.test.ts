import { expect, test } from 'vitest'
import { fillingFrom, liquidOf, valuesOfRow } from './filling.ts'
import { faultOf, recipientColumn, variableOf } from './read-list.ts'

const read = (columns: readonly string[], ...samples: string[][]) => ({
  ...{ columns, samples, delimiter: ',' as const },
  rows: samples.length,
  blanks: columns.map(() => 0),
})

test('a column becomes the variable that the server makes of it, with words for rows that have nothing', () => {
  expect(variableOf('First name ')).toBe('First_name')
  expect(liquidOf({ column: 'First name', text: '' })).toBe('{{ First_name }}')
  expect(liquidOf({ column: 'Name', text: 'dear "friend"' })).toBe(`{{ Name | default: 'dear "friend"' }}`)
})

test('what a broadcast says is read as what was chosen; Liquid of other kinds stays as it is', () => {
  for (const filling of [
    { column: 'First_name', text: '' },
    { column: 'Name', text: 'dear "friend"' },
    { column: null, text: 'At 9' },
    { column: null, text: 'Say {{ x }}' },
  ])
    expect(fillingFrom(liquidOf(filling))).toEqual(filling)
  const liquid = '{{ name | upcase }}'
  expect(liquidOf(fillingFrom(liquid))).toBe(liquid)
})

test('words for everybody are never read as Liquid', () => {
  expect(liquidOf({ column: null, text: 'At 9' })).toBe('At 9')
  expect(liquidOf({ column: null, text: 'Say {{ x }}' })).toBe('{% raw %}Say {{ x }}{% endraw %}')
})

test('a row shows its own cells, and the words for nothing where it has none', () => {
  const list = {
    blob: new Blob(),
    name: '',
    read: read(['phone', 'name'], ['+34600112201', ' Ana '], ['+34600112202', '']),
  }
  const field = { key: 'body 1', place: 'body', name: '1', example: '' } as const
  const fillings = { 'body 1': { column: 'name', text: 'there' } }
  expect(valuesOfRow([field], fillings, list, 0)).toEqual({ 'body 1': 'Ana' })
  expect(valuesOfRow([field], fillings, list, 1)).toEqual({ 'body 1': 'there' })
})

test('the column of the numbers is found by its name, else by what stands in it', () => {
  expect(recipientColumn(read(['name', 'Phone'], ['Ana', 'x']))).toBe('Phone')
  expect(recipientColumn(read(['name', 'who'], ['Ana', '+34 600 112 201']))).toBe('who')
})

test('what the server would refuse a whole list for is said before', () => {
  expect(faultOf(read(['phone'], ['+34600112201']))).toBeNull()
  expect(faultOf(read(['phone']))).toEqual({ kind: 'listEmpty' })
  expect(faultOf(read(['+34600112201', 'Ana'], ['a', 'b']))).toEqual({ kind: 'listNoHeader' })
  expect(faultOf(read(['phone', 'a b', 'a-b'], ['1', '2', '3']))).toEqual({ kind: 'listTwoNames', name: 'a-b' })
  expect(faultOf(read(['phone', ' '], ['1', '2']))).toEqual({ kind: 'listUnnamed', number: 2 })
})
