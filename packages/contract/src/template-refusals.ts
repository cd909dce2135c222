/** Why a template is not handed in, changed, taken away or filled. Stable problem codes, each with its HTTP status. */
export const templateRefusals = {
  'template-draft-invalid': { status: 422, title: 'The template would not pass the review' },
  'template-exists': { status: 409, title: 'There is such a template in this language' },
  'template-not-editable': { status: 409, title: 'The template cannot be changed now' },
  'template-refused': { status: 422, title: 'The provider does not take it' },
  'template-outcome-unknown': { status: 502, title: 'Whether the provider took it is not known yet' },
  'template-variable-missing': { status: 422, title: 'A variable is not given and has no default' },
  'template-liquid-invalid': { status: 422, title: 'A text is not valid Liquid' },
  'templates-not-listed': { status: 409, title: 'The account has no list of templates' },
} as const
