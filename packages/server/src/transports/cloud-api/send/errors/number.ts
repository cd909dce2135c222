import { type ErrorRows, final, later } from './error-row.ts'

/** Registration of the number. */
export const numberErrors: ErrorRows = [
  [
    133000,
    final('An earlier deregistration of the number did not complete.', 'Deregister it again, then register it.'),
  ],
  [133004, later('The registration server is not available for a moment.', 'It is tried again by itself.')],
  [133005, final('The PIN of two-step verification is wrong.', 'Use the right PIN, or reset it in WhatsApp Manager.')],
  [133006, final('The number must be verified before it is registered.', 'Verify it with a code by SMS or voice.')],
  [133008, later('The PIN was entered wrongly too often.', 'Wait as long as the details say.', 'number')],
  [133009, later('The PIN was entered too fast.', 'Wait as long as the details say.', 'number')],
  [133010, final('The number is not registered for the Cloud API.', 'Register it; then messages can be sent.')],
  [133015, later('The number was deleted a moment ago, and that has not completed.', 'Wait five minutes.', 'number')],
]
