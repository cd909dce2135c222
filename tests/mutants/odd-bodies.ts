/**
 * Bodies that parsers and databases are known to trip over, each different for every `salt`. The large ones are near the 3 MB
 * that are taken.
 */
export const oddBodies: Readonly<Record<string, (salt: string) => string>> = {
  'an empty entry': (salt) => JSON.stringify({ object: 'whatsapp_business_account', entry: [], salt }),
  'an entry of nothing': (salt) =>
    JSON.stringify({ object: 'whatsapp_business_account', entry: [null, {}, [], 7], salt }),
  'an empty object': (salt) => `{${' '.repeat(salt.length)}}`,
  'no object': (salt) => JSON.stringify([salt]),
  'a text': (salt) => JSON.stringify(salt),
  nothing: () => '',
  'NUL in a text': (salt) => textBody(salt, 'before\u0000after'),
  'lone surrogates in a text': (salt) => textBody(salt, '\ud83d and \ude00 apart'),
  'a time of 1970': (salt) => messageBody(salt, { timestamp: '0' }),
  'a time of the year 33658': (salt) => messageBody(salt, { timestamp: '1000000000000' }),
  'a time before all times': (salt) => messageBody(salt, { timestamp: '-99999999999999' }),
  'a number for an id': (salt) => messageBody(salt, { id: 7, from: 447_700_900_123, timestamp: 1_772_442_000 }),
  'a number for a text': (salt) => messageBody(salt, { text: { body: 12.5 } }),
  'a text for an object': (salt) => messageBody(salt, { text: 'not an object' }),
  'an id of 10,000 characters': (salt) => messageBody(salt, { id: 'w'.repeat(10_000) }),
  'keys of Object.prototype': (salt) =>
    textBody(salt, 'x').replace('"type"', '"__proto__":{"type":"image"},"constructor":{},"type"'),
  '1,000 levels of nesting in a message': (salt) => deep(salt, 1_000),
  '100,000 levels of nesting in a message': (salt) => deep(salt, 100_000),
  '100,000 levels of nesting beside everything': (salt) =>
    `{"salt":${JSON.stringify(salt)},"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},"entry":[]}`,
  '20,000 messages': (salt) => messagesBody(Array.from({ length: 20_000 }, (_, index) => text(`${salt}-${index}`))),
  '2.9 MB of emoji': (salt) => textBody(salt, '😀'.repeat(725_000)),
  '2.9 MB of one word': (salt) => textBody(salt, 'x'.repeat(2_900_000)),
  '2.9 MB of different words': (salt) =>
    textBody(salt, Array.from({ length: 360_000 }, (_, index) => index.toString(36).padStart(7, 'q')).join(' ')),
}

type Json = Readonly<Record<string, unknown>>

function messagesBody(messages: readonly Json[]): string {
  const metadata = { display_phone_number: '15550100100', phone_number_id: '106000000000001' }
  const value = { messaging_product: 'whatsapp', metadata, messages }
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '207000000000002', changes: [{ field: 'messages', value }] }],
  })
}

function text(salt: string): Json {
  return { from: '447700900123', id: `wamid.odd-${salt}`, timestamp: '1772442000', type: 'text', text: { body: 'odd' } }
}

function messageBody(salt: string, part: Json): string {
  return messagesBody([{ ...text(salt), ...part, salt }])
}

function textBody(salt: string, body: string): string {
  return messageBody(salt, { text: { body } })
}

function deep(salt: string, levels: number): string {
  return textBody(salt, 'deep').replace('"text":{', `"text":{"deep":${'['.repeat(levels)}${']'.repeat(levels)},`)
}
