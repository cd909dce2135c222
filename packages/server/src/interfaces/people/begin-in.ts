import type { WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import { beginIn } from '../../people/workspaces.ts'
import type { PeopleDesk } from '../people-desk.ts'

const SignedIn = z.object({ token: z.string() })

/** Whoever joined by what they followed finds themselves in that workspace, and not in one that they joined before. */
export async function beginWhereJoined(
  { pool }: PeopleDesk,
  answer: Response,
  workspaceId: WorkspaceId,
): Promise<void> {
  const { data } = SignedIn.safeParse(await answer.json())
  // A code is owed yet: then there is no session.
  if (data) await beginIn(pool, data.token, workspaceId)
}
