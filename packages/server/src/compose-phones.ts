import type { WorkspaceId } from '@switchboard/contract'
import type { SimulatorParts } from './compose-simulator.ts'
import type { Context } from './context.ts'
import type { App } from './interfaces/app.ts'
import { registerPhoneStream } from './interfaces/live/phones.ts'
import type { PhoneDesk } from './interfaces/phone-desk.ts'
import { registerSimulator } from './interfaces/rest/simulator/index.ts'
import { Refusal } from './refusal.ts'
import { magicRecipients } from './simulator/magic-recipients.ts'
import type { Phone } from './simulator/phone/phone.ts'
import { PhoneError } from './simulator/phone/phone-error.ts'

/** So many customers are listed at most. */
const mostListed = 200
/** As people write phones: digits with a plus and the usual signs between them. */
const phonePattern = /^\+?[\d\s().\-–/]{5,40}$/

/** `/v1/simulator`. */
export function composePhoneRoutes(app: App, { simulator, workspaceId }: Context): void {
  const desk = composePhones(simulator, workspaceId)
  registerSimulator(app, desk)
  registerPhoneStream(app, desk)
}

/** The phones as the interfaces reach them: in this process, and in the contract's words. */
function composePhones(simulator: SimulatorParts | undefined, workspaceId: WorkspaceId): PhoneDesk | undefined {
  if (!simulator) return undefined
  const { phones, number } = simulator
  const { displayPhoneNumber: businessPhone, verifiedName: business = businessPhone } = number
  const phoneOf = (id: string): Phone => {
    const phone = phones.findPhone(id)
    if (!phone) throw new Refusal('no-such-customer')
    return phone
  }
  return {
    workspaceId,
    business,
    businessPhone,
    owners: () =>
      phones
        .phones()
        .map((phone) => phone.owner())
        .toReversed()
        .sort((one, other) => (other.lastMessageAt ?? '').localeCompare(one.lastMessageAt ?? ''))
        .slice(0, mostListed),
    magicRecipients: () => magicRecipients.map(({ waId, phone, what }) => ({ id: waId, phone, what })),
    screen: (id) => phones.findPhone(id)?.screen(),
    make({ phone, ...switches }) {
      const digits = phone.replaceAll(/\D/g, '')
      if (!phonePattern.test(phone.trim()) || digits.length < 5 || digits.length > 20)
        throw new Refusal('phone-refused', { detail: `"${phone}" is not a phone number such as +44 7700 900123.` })
      return refusing(() => {
        const made = phones.phone(digits)
        made.change(switches)
        return made.owner()
      })
    },
    change: (id, switches) => refusing(() => phoneOf(id).change(switches)),
    act: (id, action) => phoneOf(id).write(action).catch(refuse),
    read: (id) => void phoneOf(id).read(),
    putFile: (file) => phones.files.put(file).catch(refuse),
    file: (id) =>
      refusing(() => {
        const { media, bytes } = phones.files.open(id)
        return { mimeType: media.mimeType, filename: media.filename, size: media.size, bytes }
      }),
    watch: (watcher) => phones.watch(watcher),
  }
}

function refusing<Result>(act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    return refuse(error)
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof PhoneError)) throw error
  const code = error.httpStatus === 404 ? 'not-found' : error.httpStatus === 413 ? 'body-too-large' : 'phone-refused'
  throw new Refusal(code, { detail: error.message, cause: error })
}
