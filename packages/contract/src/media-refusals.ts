/** Why a file is not given, taken or sent. Stable problem codes, each with its HTTP status. */
export const mediaRefusals = {
  'media-not-found': { status: 404, title: 'There is no such file' },
  'media-not-here-yet': { status: 409, title: 'The file has not been fetched from the provider yet' },
  'media-unavailable': { status: 410, title: 'The file could not be fetched from the provider' },
  'media-too-large': { status: 413, title: 'The file is larger than is taken' },
  'media-empty': { status: 422, title: 'The file has no bytes' },
  'media-upload-invalid': { status: 400, title: 'The upload is not a form with one file' },
  'media-upload-broken': { status: 400, title: 'The upload ended before the file did' },
  'media-address-refused': { status: 422, title: 'The address is not one that is fetched from' },
  'media-address-unreachable': { status: 422, title: 'There was no file to get at the address' },
  'media-type-not-accepted': { status: 422, title: 'The account cannot send files of this type' },
  'range-not-satisfiable': { status: 416, title: 'The file does not have that range' },
} as const

export type MediaRefusalCode = keyof typeof mediaRefusals
