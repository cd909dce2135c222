import { type ErrorRows, final, later } from './error-row.ts'

const correct = 'Correct the template and hand it in again.'

/** Sending templates (132…), Flows in them, marketing messages, and handing templates in (2388…, in `error_subcode`). */
export const templateErrors: ErrorRows = [
  [
    132000,
    final(
      'The number of parameters is not that of the template.',
      'Give exactly the parameters that the template has.',
    ),
  ],
  [
    132001,
    final(
      'There is no such template in this language, or it is not approved.',
      'Check its name and language, and sync the templates.',
    ),
  ],
  [132005, final('With its parameters filled in, the template is too long.', 'Use shorter parameters.')],
  [132007, final('The content of the template violates a policy of WhatsApp.', correct)],
  [
    132012,
    final(
      'A parameter does not have the form that the template asks for.',
      'The details name it; correct the parameter.',
    ),
  ],
  [
    132015,
    final('The template is paused, because recipients rated it low.', 'Wait until it is resumed, or use another one.'),
  ],
  [132016, final('The template was paused too often and is disabled for good.', 'Make a new one with other content.')],
  [132018, final('A parameter of the template is not valid.', 'The details name it; correct the parameter.')],
  [132068, final('The Flow of the template is blocked.', 'Correct the Flow in WhatsApp Manager.')],
  [
    132069,
    later('The Flow of the template is throttled: 10 messages an hour.', 'It is tried again by itself.', 'number'),
  ],
  [134100, final('Only marketing templates go this way.', 'Send it as an ordinary message.')],
  [
    134101,
    later('The template is not ready for this yet; that takes up to ten minutes.', 'It is tried again by itself.'),
  ],
  [134102, final('The template is not available for this.', 'Send it as an ordinary message.')],
  [2388019, final('The business account has as many templates as it may have.', 'Delete some that are not used.')],
  [
    2388023,
    final('A template of this name is being deleted in this language.', 'Wait four weeks, or use another name.'),
  ],
  [2388040, final('A part of the template is too long.', correct)],
  [2388047, final('The header of the template has a form that is not allowed.', correct)],
  [2388072, final('The body of the template has a form that is not allowed.', correct)],
  [2388073, final('The footer of the template has a form that is not allowed.', correct)],
  [2388293, final('The template has too many parameters for its length.', 'Write more text, or use fewer parameters.')],
  [2388299, final('The template begins or ends with a parameter.', 'Put text before the first and after the last.')],
]
