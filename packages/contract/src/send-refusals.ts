import { mediaRefusals } from './media-refusals.ts'

/**
 * Why a message may not be sent, or a decision about one not be taken. The codes are stable and are problem codes too, each
 * with its HTTP status; the sentence that comes with one names what was wrong here.
 */
export const sendRefusals = {
  'sender-may-not-send': { status: 403, title: 'This credential may not send' },
  'out-of-reach': { status: 403, title: 'The credential does not reach this account or contact' },
  'daily-cap-reached': { status: 429, title: 'The credential has sent what it may send today' },
  'no-account': { status: 409, title: 'There is no account to send from' },
  'account-paused': { status: 409, title: 'The account does not send at present' },
  'account-not-connected': { status: 409, title: 'The account has no way to send' },
  'recipient-invalid': {
    status: 400,
    title: 'The recipient is neither a phone number nor an id that can be written to',
  },
  'recipient-needs-country': { status: 400, title: 'The phone number has no country' },
  'recipient-ambiguous': { status: 400, title: 'The phone number can be read in two ways' },
  'recipient-not-found': { status: 404, title: 'There is no such contact, conversation or group' },
  'recipient-unreachable': { status: 409, title: 'The contact has no identity that this account can write to' },
  'recipient-not-allowed': { status: 403, title: 'The recipient is not on the list of those who may be written to' },
  'contact-erased': { status: 410, title: 'The contact was erased' },
  'opted-out': { status: 403, title: 'The contact does not want to be written to' },
  'chat-blocked': { status: 403, title: 'Nothing may be sent in this conversation' },
  'window-closed': { status: 409, title: "More than 24 hours have passed since the customer's last message" },
  'content-not-supported': { status: 422, title: 'This account cannot send content of this kind' },
  'text-too-long': { status: 422, title: 'The text is longer than one message may be' },
  'caption-too-long': { status: 422, title: 'The caption is longer than it may be' },
  'media-address-refused': mediaRefusals['media-address-refused'],
  'media-not-found': mediaRefusals['media-not-found'],
  'template-unknown': { status: 422, title: 'The account has no such template' },
  'template-not-approved': { status: 409, title: 'The template may not be used at present' },
  'template-parameters-missing': { status: 422, title: 'The template has variables that were given no value' },
  'template-parameters-too-many': { status: 422, title: 'More was given than the template takes' },
  'template-parameters-wrong': { status: 422, title: 'A value does not have the form that the template asks for' },
  'schedule-too-far': { status: 422, title: 'The time to send at is too far ahead' },
  'quote-not-found': { status: 422, title: 'The quoted message is not in this conversation' },
  'quote-not-sent': { status: 409, title: 'The quoted message has not been sent yet' },
  'target-not-found': { status: 422, title: 'The message to react to is not in this conversation' },
  'idempotency-conflict': { status: 409, title: 'The idempotency key was used for another request' },
  'send-not-found': { status: 404, title: 'There is no such message to send' },
  'send-not-own': { status: 403, title: 'The message is one that somebody else sends' },
  'cancel-too-late': { status: 409, title: 'The message cannot be cancelled any more' },
  'send-not-unknown': { status: 409, title: 'The outcome of this message is not unknown' },
  'wamid-taken': { status: 409, title: "The provider's id is that of another message" },
  'send-not-held': { status: 409, title: 'The message does not wait for approval' },
  'send-not-scheduled': { status: 409, title: 'The message does not wait for its time' },
  'approval-not-found': { status: 404, title: 'There is no such approval' },
  'approval-decided': { status: 409, title: 'The approval was decided already' },
  'approval-expired': { status: 409, title: 'The approval has expired' },
  'decider-held-back': { status: 403, title: 'A credential whose own messages are held back decides about none' },
  'question-not-found': { status: 404, title: 'The reply belongs to no open question' },
  'question-changed': { status: 409, title: 'The reply was given about another request' },
  'approval-changed': { status: 409, title: 'The message was changed after the approval was asked for' },
} as const

export type SendRefusalCode = keyof typeof sendRefusals
