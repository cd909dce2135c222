/**
 * The name under which a callback token is appended to a form body before it is stored, where the provider gives it back in the
 * address of the webhook and not in its body (Twilio's StatusCallback).
 */
export const callbackField = 'SwitchboardCallback'

/** The parameter of the webhook's address that carries it. */
export const callbackParameter = 'callback'
