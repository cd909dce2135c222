import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { v7 as uuidv7 } from 'uuid'
import { normaliseText } from '../../packages/server/src/search/normalise-text.ts'
import { createLanguages, createRandom, type Language, pickWord } from './vocabulary.ts'

/** A workspace full of messages that can grow, and samples of what was said for the queries. */
export interface Corpus {
  readonly workspaceId: string
  readonly accountIds: readonly string[]
  readonly contactIds: readonly string[]
  readonly languages: readonly Language[]
  /** Every word in any message, normalised. */
  readonly vocabulary: ReadonlySet<string>
  /** Some messages' words, from all of the time. */
  readonly samples: readonly (readonly string[])[]
  readonly size: number
  /** Adds messages until there are so many. */
  growTo(size: number): Promise<void>
}

const contacts = 2_000
const sampleEvery = 251
const yearMs = 365 * 24 * 60 * 60 * 1000
const largest = 1_000_000
/** Added row by row with all indexes in place, so that the search meets the index's list of pending entries, as live. */
const liveTail = 2_000

/** A corpus that the database has already is gone on with: what was said follows from the same random numbers again. */
export async function createCorpus(pool: pg.Pool): Promise<Corpus> {
  const random = createRandom(20261121)
  const languages = createLanguages(random)
  const { workspaceId, accountIds, contactIds, conversationIds } = (await findPeople(pool)) ?? (await makePeople(pool))
  const vocabulary = new Set<string>()
  const samples: string[][] = []
  let size = 0

  function* rows(until: number): Generator<string> {
    for (; size < until; size++) {
      const person = Math.floor(contacts ** random()) - 1
      const text = say(languages, random, size)
      const words = normaliseText(text)
      for (const word of words.split(' ')) vocabulary.add(word)
      if (size % sampleEvery === 0) samples.push(words.split(' '))
      const id = uuidv7()
      yield `${[
        id,
        workspaceId,
        accountIds[person % 3],
        conversationIds[person],
        contactIds[person],
        `wamid.${id}`,
        random() < 0.5 ? 'inbound' : 'outbound',
        'text',
        JSON.stringify({ type: 'text', text }),
        text,
        words,
        new Date(Date.UTC(2025, 10, 1) + (size / largest) * yearMs).toISOString(),
        'live',
        3,
        '',
      ].join('\t')}\n`
    }
  }

  const { rows: before } = await pool.query<{ count: number }>('select count(*) from messages')
  for (const _ of rows(before[0]?.count ?? 0));
  return {
    workspaceId,
    accountIds,
    contactIds,
    languages,
    vocabulary,
    samples,
    get size() {
      return size
    },
    async growTo(target) {
      if (target <= size) return
      const known = vocabulary.size
      const indexes = await dropSecondaryIndexes(pool)
      await copyIn(pool, rows(target - Math.min(liveTail, target / 10)))
      for (const definition of indexes) await pool.query(definition)
      await pool.query('vacuum analyze messages')
      await copyIn(pool, rows(target))
      await pool.query(`insert into search_words select $1, unnest($2::text[]) on conflict do nothing`, [
        workspaceId,
        [...vocabulary].slice(known),
      ])
      await pool.query('vacuum analyze search_words')
    },
  }
}

interface People {
  readonly workspaceId: string
  readonly accountIds: readonly string[]
  readonly contactIds: readonly string[]
  readonly conversationIds: readonly string[]
}

async function makePeople(pool: pg.Pool): Promise<People> {
  const ids = (count: number) => Array.from({ length: count }, () => uuidv7())
  const [workspaceId, accountIds, contactIds, conversationIds] = [uuidv7(), ids(3), ids(contacts), ids(contacts)]
  await pool.query(`insert into workspaces (id, name) values ($1, 'bench')`, [workspaceId])
  await pool.query(
    `insert into accounts (id, workspace_id, transport, external_id) select id, $1, 'cloud-api', id::text from unnest($2::uuid[]) id`,
    [workspaceId, accountIds],
  )
  await pool.query(
    `insert into contacts (id, workspace_id, profile_name) select id, $1, 'Somebody' from unnest($2::uuid[]) id`,
    [workspaceId, contactIds],
  )
  await pool.query(
    `insert into conversations (id, workspace_id, account_id, kind, contact_id)
     select v, $1, $2, 'direct', c from unnest($3::uuid[], $4::uuid[]) x(v, c)`,
    [workspaceId, accountIds[0], conversationIds, contactIds],
  )
  return { workspaceId, accountIds, contactIds, conversationIds }
}

/** Their ids were made in order, so in the order of ids they are as they were made. */
async function findPeople(pool: pg.Pool): Promise<People | null> {
  const { rows } = await pool.query<People>(
    `select id as "workspaceId", array(select id::text from accounts where workspace_id = w.id order by id) as "accountIds",
       array(select id::text from contacts where workspace_id = w.id order by id) as "contactIds",
       array(select id::text from conversations where workspace_id = w.id order by id) as "conversationIds"
     from workspaces w where name = 'bench'`,
  )
  return rows[0] ?? null
}

function say(languages: readonly Language[], random: () => number, number: number): string {
  let draw = random()
  const language = languages.find(({ share }) => (draw -= share) < 0) ?? (languages[0] as Language)
  const length = 3 + Math.floor(18 * random() ** 2)
  const words = Array.from({ length }, () => pickWord(language, random))
  // Order numbers and names: words that occur once.
  if (number % 20 === 0) words.push(language.separator === '' ? ` ${1e6 + number}` : String(1e6 + number))
  return words.join(language.separator)
}

/** Filling is five times as fast without them; they are made again as the migration defined them. */
async function dropSecondaryIndexes(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = 'messages'::regclass and not indisunique`,
  )
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function copyIn(pool: pg.Pool, rows: Iterable<string>): Promise<void> {
  const client = await pool.connect()
  try {
    const copy = client.query(
      copyFrom(`copy messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content,
        text, search_text, sent_at, source, source_rank, fingerprint) from stdin`),
    )
    await pipeline(Readable.from(batches(rows)), copy)
  } finally {
    client.release()
  }
}

function* batches(rows: Iterable<string>): Generator<string> {
  let batch = ''
  for (const row of rows) {
    batch += row
    if (batch.length > 65_536) {
      yield batch
      batch = ''
    }
  }
  yield batch
}
