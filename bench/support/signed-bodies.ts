import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

export const appSecret = 'the app secret of the benchmark'
const bodyBytes = 1_242
const digits = 12

/** Where a load generator finds the bodies: number i between `prefix` and `suffix`, written with 12 digits. */
export interface SignedBodies {
  readonly prefix: string
  readonly suffix: string
  readonly signatures: string
}

/** A text message as Meta sends it, filled up to the size that we measure with. Only the message's id differs. */
function template(): { prefix: string; suffix: string } {
  const make = (text: string) =>
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
                contacts: [{ profile: { name: 'A customer' }, wa_id: '16505551234' }],
                messages: [
                  {
                    from: '16505551234',
                    id: `wamid.bench-${'#'.repeat(digits)}`,
                    timestamp: '1790000000',
                    type: 'text',
                    text: { body: text },
                  },
                ],
              },
            },
          ],
        },
      ],
    })
  const words = 'Is the order on its way? '
  const missing = bodyBytes - make('').length
  const [prefix = '', suffix = ''] = make(words.repeat(missing).slice(0, missing)).split('#'.repeat(digits))
  return { prefix, suffix }
}

/** Writes what a generator needs into `directory`: `count` different bodies' signatures, computed before anything is measured. */
export function writeSignedBodies(directory: string, count: number): SignedBodies {
  const { prefix, suffix } = template()
  const signatures = Buffer.alloc(count * 64)
  for (let number = 0; number < count; number++) {
    const body = prefix + String(number).padStart(digits, '0') + suffix
    signatures.write(createHmac('sha256', appSecret).update(body).digest('hex'), number * 64, 'latin1')
  }
  const files = { prefix, suffix, signatures }
  const write = (name: keyof typeof files) => {
    const file = path.join(directory, name)
    writeFileSync(file, files[name])
    return file
  }
  return { prefix: write('prefix'), suffix: write('suffix'), signatures: write('signatures') }
}
