import type { Generated } from 'kysely'

export interface BlobsTable {
  sha256: string
  key: string
  size_bytes: number
  mime_type: string
  created_at: Generated<Date>
}

export interface LooseBlobsTable {
  key: string
  drop_at: Date
}

export interface UnreferencedBlobsTable {
  sha256: string
}
