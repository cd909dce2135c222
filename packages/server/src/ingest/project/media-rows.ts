import type { Content } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../../store/database.ts'
import { arrayLiteral, type ColumnType, type ColumnValue } from './array-literal.ts'

interface MediaRow {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly message_id: string
  readonly kind: string
  readonly provider_media_id: string | null
  readonly mime_type: string | null
  readonly sha256: string | null
  readonly size_bytes: number | null
  readonly filename: string | null
}

const columns: Readonly<Record<keyof MediaRow, ColumnType>> = {
  id: 'uuid',
  workspace_id: 'uuid',
  account_id: 'uuid',
  message_id: 'uuid',
  kind: 'text',
  provider_media_id: 'text',
  mime_type: 'text',
  sha256: 'text',
  size_bytes: 'bigint',
  filename: 'text',
}

const names = Object.keys(columns) as (keyof MediaRow)[] // exactly the keys of the record above

// A better reading of a message may name its file better; the row and how far its download came stay. Only a file that we do
// not have, and now know by another id, is worth trying anew.
const upsertText = /* sql */ `
insert into media (${names.join(', ')})
select * from unnest(${names.map((name, index) => `$${index + 1}::${columns[name]}[]`).join(', ')})
on conflict (message_id, position) do update set kind = excluded.kind, provider_media_id = excluded.provider_media_id,
  mime_type = excluded.mime_type, sha256 = excluded.sha256, size_bytes = excluded.size_bytes, filename = excluded.filename,
  (state, attempts, due_at, failure) = (
    select case when anew then 'pending' else media.state end, case when anew then 0 else media.attempts end,
      case when anew then now() else media.due_at end, case when anew then null else media.failure end
    from (select media.state <> 'stored' and media.provider_media_id is distinct from excluded.provider_media_id as anew) x)
where (media.kind, media.provider_media_id, media.mime_type, media.sha256, media.size_bytes, media.filename)
  is distinct from (excluded.kind, excluded.provider_media_id, excluded.mime_type, excluded.sha256, excluded.size_bytes, excluded.filename)`

/** A message whose content was read in this batch. */
export interface ReadContent {
  readonly messageId: string
  readonly workspaceId: string
  readonly accountId: string
  readonly content: Content
  /** The row was there before and may have had a file. */
  readonly replaced: boolean
}

export async function writeMedia(client: Queryable, contents: readonly ReadContent[]): Promise<void> {
  const rows = contents.map(mediaOf).filter((row) => row !== null)
  if (rows.length > 0) {
    const column = (name: keyof MediaRow): string => {
      const values: ColumnValue[] = rows.map((row) => row[name])
      return arrayLiteral(columns[name], values)
    }
    await client.query({ name: 'project media', text: upsertText, values: names.map(column) })
  }
  const without = contents.filter((content) => content.replaced && mediaOf(content) === null)
  if (without.length > 0) {
    await client.query('delete from media where message_id = any ($1::uuid[])', [without.map((c) => c.messageId)])
  }
}

function mediaOf({ messageId, workspaceId, accountId, content }: ReadContent): MediaRow | null {
  switch (content.type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return {
        id: uuidv7(),
        workspace_id: workspaceId,
        account_id: accountId,
        message_id: messageId,
        kind: content.type,
        provider_media_id: content.providerMediaId ?? null,
        mime_type: content.mimeType ?? null,
        sha256: content.sha256 ?? null,
        size_bytes: wholeBytes(content.sizeBytes),
        filename: content.type === 'document' ? (content.filename ?? null) : null,
      }
    default:
      return null
  }
}

/** What is not a size is no size: a bigint column would refuse the whole batch for it. */
function wholeBytes(size: number | undefined): number | null {
  return size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : null
}
