export interface CatalogueError {
  /** Of an answer; of no meaning where the error comes by webhook. */
  readonly httpStatus: number
  /** Meta's short name of it. */
  readonly title: string
  readonly details: string
}

const error = (httpStatus: number, title: string, details: string): CatalogueError => ({ httpStatus, title, details })

/**
 * Errors of sending by Meta's codes.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const errorCatalogue: ReadonlyMap<number, CatalogueError> = new Map([
  [1, error(500, 'API Unknown', 'The request is broken or the service has a fault.')],
  [2, error(503, 'API Service', 'The service is down or overloaded for the moment.')],
  [4, error(429, 'API Too Many Calls', 'The app made more calls than it may within an hour.')],
  [10, error(403, 'Permission Denied', 'The token lacks whatsapp_business_messaging.')],
  [100, error(400, 'Invalid parameter', 'A parameter of the request is missing or wrong.')],
  [190, error(401, 'Access token has expired', 'The session of the token has ended.')],
  [200, error(403, 'API Permission', 'The token lacks whatsapp_business_management.')],
  [80007, error(429, 'Rate limit issues', 'The business account made more calls than it may.')],
  [130429, error(429, 'Rate limit hit', 'More messages were sent from this number within a second than it may send.')],
  [130472, error(400, "User's number is part of an experiment", 'Marketing messages to this person are held back.')],
  [131000, error(500, 'Something went wrong', 'The message could not be sent for an unknown reason.')],
  [131005, error(403, 'Access denied', 'The token has no access to this number.')],
  [131008, error(400, 'Required parameter is missing', 'A part that this message needs is missing.')],
  [131009, error(400, 'Parameter value is not valid', 'A value is not one of those that are allowed.')],
  [131016, error(500, 'Service unavailable', 'A service is not available for the moment.')],
  [131021, error(400, 'Recipient cannot be sender', 'The message is for the number that sends it.')],
  [131026, error(400, 'Message undeliverable', 'The person cannot get this message.')],
  [131030, error(400, 'Recipient phone number not in allowed list', 'A test number may write to listed people only.')],
  [131031, error(403, 'Account has been locked', 'The business account is restricted or could not be verified.')],
  [131042, error(402, 'Business eligibility payment issue', 'There is a problem with the way of paying.')],
  [131045, error(500, 'Incorrect certificate', 'The number is not rightly registered.')],
  [131047, error(400, 'Re-engagement message', 'More than 24 hours have passed since the person last wrote.')],
  [131048, error(429, 'Spam rate limit hit', 'Too many messages of this number were blocked or reported.')],
  [131049, error(400, 'Meta chose not to deliver', 'Held back for the good of the ecosystem.')],
  [131050, error(400, 'User has stopped marketing messages', 'The person wants no marketing of this business.')],
  [131051, error(400, 'Unsupported message type', 'Messages of this type cannot be sent.')],
  [131053, error(400, 'Media upload error', 'The file is missing, too large or of a type that is not taken.')],
  [131056, error(429, 'Pair rate limit hit', 'Too many messages went from this number to this person.')],
  [132000, error(400, 'Number of parameters does not match', 'The template has another number of parameters.')],
  [132001, error(404, 'Template name does not exist in the translation', 'No such template in this language.')],
  [132005, error(400, 'Translated text too long', 'With its parameters the template is too long.')],
  [132007, error(400, 'Template content policy violated', 'The content of the template is not allowed.')],
  [132012, error(400, 'Parameter format does not match', 'A parameter is not what the template asks for.')],
  [132015, error(400, 'Template is paused', 'The template is paused for its low quality.')],
  [132016, error(400, 'Template is disabled', 'The template was paused too often.')],
  [133010, error(400, 'Phone number not registered', 'The number is not registered on the platform.')],
  [139100, error(400, 'Failed to block/unblock users', 'The list in block_users says who and why.')],
])

/** As it stands in a status `failed`. */
export function statusError(code: number, details?: string) {
  const known = errorCatalogue.get(code)
  const title = known?.title ?? 'Something went wrong'
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? known?.details ?? title },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}
