import { z } from 'zod'
import { answerSent } from '../sending/answer-sent.ts'
import { SendAnswer } from '../sending/send-answer.ts'
import { commonOf, recipient, sendArguments, sendHints } from '../sending/send-arguments.ts'
import { templateContent, templateParameters } from '../sending/template-parameters.ts'
import { writeTool } from './tool.ts'

export const sendTemplateTool = writeTool({
  name: 'send_template',
  title: 'Send a template',
  description:
    'Sends an approved template: the only way to write to a customer whose last message is more than 24 hours old, or who has ' +
    'never written. list_templates shows which there are and their variables.',
  annotations: sendHints,
  input: z.strictObject({
    to: recipient,
    name: z.string().min(1).max(512),
    language: z.string().min(1).max(20).describe('As list_templates shows it, e.g. en_US'),
    parameters: templateParameters.optional(),
    ...sendArguments,
  }),
  output: SendAnswer,
  handle(args, context) {
    const { to, name, language, parameters, waitSeconds, ...common } = args
    return answerSent(context, { tool: 'send_template', args, waitSeconds }, () => ({
      ...commonOf(common),
      to,
      content: templateContent(name, language, parameters),
    }))
  },
})
