import { Question } from '../serve/client-side.ts'
import { type Answer, single, type ToolContext } from '../tools/tool.ts'
import { sendAnswerView } from './send-answer.ts'
import { type SendingCall, sendOne, type Wanted } from './send-one.ts'

/** Sends, and answers in the one shape of all sending tools. */
export async function answerSent(
  context: ToolContext,
  call: SendingCall,
  wantedBy: () => Wanted | Promise<Wanted>,
): Promise<Answer | Question> {
  const sent = await sendOne(context, call, wantedBy)
  if (sent instanceof Question) return sent
  return { ...single((clip) => sendAnswerView(sent, clip)), subject: sent.reports[0]?.id }
}
