import { type ErrorRows, final, later } from './error-row.ts'

const itself = 'It is tried again by itself.'

/** One message and its recipient. */
export const messageErrors: ErrorRows = [
  [131000, later('Meta could not send the message and does not say why.', itself)],
  [131008, final('A part of the message that Meta requires is missing.', 'The details name it; correct the message.')],
  [131009, final('A value in the message is not valid.', 'The details name it; correct the message.')],
  [131016, later('The service at Meta is not available for a moment.', itself)],
  [131021, final('The recipient is the number that sends.', 'Send to another number.')],
  [
    131026,
    final(
      'The message cannot be delivered: the recipient may not use WhatsApp, has an old version, or has not accepted its terms.',
      'Check the number, or ask the person in another way to write first.',
    ),
  ],
  [
    131030,
    final(
      "The recipient is not on the test number's list of allowed recipients.",
      'Add them under API Setup in the Meta app dashboard, or use a number that is live.',
    ),
  ],
  [
    131047,
    final(
      'More than 24 hours have passed since the customer last wrote, so only a template may go.',
      'Send an approved template, or wait until the customer writes.',
    ),
  ],
  [131051, final('WhatsApp does not support this type of message.', 'Send it as another type.')],
  [
    131052,
    final(
      'The media file could not be fetched.',
      'Check that its link works without sign-in and states its type, or upload it.',
    ),
  ],
  [
    131053,
    final(
      'The media file was not taken: its type, size or encoding is not one that WhatsApp accepts.',
      'Convert it to a supported type within the size limit.',
    ),
  ],
  [
    131055,
    final('This way of sending is not allowed for the message.', "See the details; use the account's usual endpoint."),
  ],
  [131057, later('The business account is in maintenance, for instance a change of throughput.', itself, 'account')],
  [131060, final('The message is no longer available.', 'Nothing can be done about this one.')],
  [
    131062,
    final(
      'This message cannot go to a business-scoped user id.',
      'It needs the phone number of the person, as authentication templates do.',
    ),
  ],
  [
    135000,
    final(
      'The message could not be sent because of an unknown error in the request.',
      'Check its parameters against the type.',
    ),
  ],
  [
    138006,
    final(
      'The customer has not allowed calls from this number.',
      'Ask for permission with a call permission request first.',
    ),
  ],
  [139100, final('Some of the people could not be blocked or unblocked.', 'The details name them and the reason.')],
  [139101, final('The block list is full.', 'Unblock somebody first.')],
  [139102, later('The block list was changed by another request at the same time.', itself)],
  [139103, later('The block list could not be changed because of a fault at Meta.', itself)],
]
