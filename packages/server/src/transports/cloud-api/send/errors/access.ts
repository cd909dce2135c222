import { type ErrorRows, final, later } from './error-row.ts'

const newToken = 'Make a new system user token in Meta Business settings and save it in the account.'
const permissions =
  'Give the token whatsapp_business_messaging and whatsapp_business_management, and its user access to this WhatsApp account.'

/** Who we are, and what the account may do at all. */
export const accessErrors: ErrorRows = [
  [0, final('Meta could not authenticate us: the access token is no longer valid.', newToken)],
  [1, later('Meta did not understand the request or had a fault of its own.', 'It is tried again by itself.')],
  [
    2,
    later('Meta is overloaded or down for a moment.', 'It is tried again by itself; see metastatus.com if it lasts.'),
  ],
  [3, final('The app lacks a capability that this needs.', permissions)],
  [10, final('A permission is missing or was taken away.', permissions)],
  [
    33,
    final(
      'Meta does not know this phone number id; the number may have been deleted.',
      'Check the phone number id of the account.',
    ),
  ],
  [
    100,
    final(
      'Meta did not accept a parameter of the request.',
      'The details name it; correct the message and send it anew.',
    ),
  ],
  [102, final('The session of the access token has ended.', newToken)],
  [190, final('The access token has expired or was revoked.', newToken)],
  [200, final('The token may not do this.', permissions)],
  // Subcodes of 190. https://developers.facebook.com/docs/graph-api/guides/error-handling
  [458, final('The app of the access token was removed from the business.', newToken)],
  [460, final('The access token ended when the password of its user was changed.', newToken)],
  [463, final('The access token has expired.', newToken)],
  [467, final('The access token is no longer valid.', newToken)],
  [
    368,
    final(
      'Meta has restricted the business account for a violation of its policies.',
      'See Account Quality in WhatsApp Manager; the restriction can be appealed there.',
    ),
  ],
  [
    130497,
    final(
      "The business may not send to people in the recipient's country.",
      "See Meta's policy on messaging in restricted countries.",
    ),
  ],
  [131005, final('Meta refused access to this number or business account.', permissions)],
  [
    131031,
    final(
      'The business account is locked, for a policy violation or because its data could not be verified.',
      'See Account Quality in WhatsApp Manager; nothing can be sent before it is unlocked.',
    ),
  ],
  [
    131037,
    final('The display name of the number is not approved yet.', 'Have the display name approved in WhatsApp Manager.'),
  ],
  [
    131042,
    final(
      'There is a problem with how the business account pays.',
      'Check payment method, credit line and currency in WhatsApp Manager, then send again.',
    ),
  ],
  [
    131045,
    final(
      'The number is not correctly registered: its certificate is wrong.',
      'Register the number again; the message can be sent afterwards.',
    ),
  ],
  [134011, final('The terms of WhatsApp payments are not accepted.', 'Accept them in WhatsApp Manager.')],
]
