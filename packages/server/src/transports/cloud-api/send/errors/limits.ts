import { type ErrorRows, final, later } from './error-row.ts'

const slower = 'Sending slows down and is tried again by itself.'

/** Too much, too fast, or unwanted. */
export const limitErrors: ErrorRows = [
  [4, later('The app has made too many calls within the hour.', slower, 'account')],
  [17, later('The user of the token has made too many calls.', slower, 'account')],
  [613, later('Too many calls of this kind were made.', slower, 'account')],
  [80007, later('The business account has reached its limit of calls.', slower, 'account')],
  [80008, later('The business account has reached its limit of management calls.', slower, 'account')],
  [130429, later('The number has reached its limit of messages a second.', slower, 'number')],
  [131056, later('Too many messages went from this number to this person within a short time.', slower, 'pair')],
  [
    131048,
    final(
      'Meta holds messages of this number back, because too many were blocked or reported as spam.',
      'See the quality of the number in WhatsApp Manager, and write to people who expect it.',
      'number',
    ),
  ],
  [
    131049,
    final(
      'Meta chose not to deliver this marketing message, to keep the number that people get healthy.',
      'Do not send it again at once; wait at least a day, or use a utility template if it is one.',
      'pair',
    ),
  ],
  [
    131050,
    final(
      'The recipient has stopped marketing messages of this business.',
      'Send no marketing messages to them.',
      'pair',
    ),
  ],
  [
    130472,
    final(
      "The recipient's number is part of an experiment of Meta's, so the marketing message was not delivered.",
      'Reach them in another way, or wait until they write.',
      'pair',
    ),
  ],
  [
    133016,
    later('The number was registered or deregistered too often.', 'Wait 72 hours before trying again.', 'number'),
  ],
]
