/**
 * What of a request's argument is written into the audit, by its name:
 *
 *   plain   as it is: states, times, numbers, names of templates
 *   id      as it is, where it is one word; else how long it was
 *   person  as it is, where an erasure finds it: numbers, addresses, names
 *   search  as it is, likewise: what somebody looked for
 *   text    how long it was: what people write to each other
 *   parts   an object whose members have kinds of their own
 *   link    where it leads to, without the path: that may hold a key
 *   secret  that it was there
 *
 * What is named nowhere here is taken for text. A test asks every tool whether its arguments are declared.
 */
export type AuditFieldKind = 'plain' | 'id' | 'person' | 'search' | 'text' | 'parts' | 'link' | 'secret'

const words: Readonly<Record<Exclude<AuditFieldKind, 'id' | 'secret'>, string>> = {
  plain: `
    accountSid action active actorKind after addLabelIds removeLabelIds afterSeq apiVersion actor assistantPolicy attempts before beforeTs category changes channel colour check checks client
    coexistence confirm delimiter eventType eventTypes from groupBy ignoredWords includeMessages lastInboundBefore
    lastInboundSince messagingServiceSid refusedInCheck onlyFailed optOut optedIn overlapHours parked provider sendAgain seq seqs source
    accounts addresses dailyCap days expiresInHours overlapHours role workingHours
    shortCode startWords stopWords tags types upToSeq
    contextAfter contextBefore cursor database defaultRegion direction docType enabled env event events expiresAt failed
    fingerprint format idempotencyKey includeContext includeLastMessage index interface isDefault kind optedOut seenSince language languageCode
    limit mediaType messageType messagesPerSecond mimeType offset onlyAllowed outcome page pairBurst pairSeconds
    parameterFormat perSecond policy previewLinks previewUrl purpose quality readOnly scope scopes sendAt sendPolicy shard
    here since snoozedUntil sort sortBy split startAt state status subType target templateName textOffset timeZone timezone timeout transport
    forgotten madeKey resealed total unreadable
    around changesOnly currency date holidays hours order price quantity row
    monday tuesday wednesday thursday friday saturday sunday
    receives reads answers hidesPhone wantsMarketing blocksBusiness agoSeconds what
    template type typing unanswered unread until upTo version voice wait waitSeconds windowOpen year`,
  person: `
    address addressBookName customName allow allowList bsuid chatJid company displayName displayPhoneNumber email emails externalId file filename firstName
    customer formattedName jid lastName name namePrefix organisation people phone phoneNumber phones profileName recipient recipients replyTo sender
    quoted senderPhoneNumber subject to toNumber wamid username waId`,
  search: 'q query search',
  text: `
    about advert attributes bodies body button contents interactive latitude longitude userProperties buttons caption cards components data description displayText emoji footer header headers items product
    message note parameters params payload reason reaction rows sample samples section sections text textBody title value
    values variables`,
  parts: 'config contacts content settings',
  link: 'baseUrl callbackUrl link media mediaPath mediaUrl url urls website websites',
}

const kinds = new Map<string, AuditFieldKind>()
for (const [kind, names] of Object.entries(words)) {
  // The keys of `words` are kinds.
  for (const name of names.trim().split(/\s+/)) kinds.set(keyOf(name), kind as AuditFieldKind)
}

const secretName =
  /token|secret|password|passwd|passphrase|authorization|credential|cookie|signature|api[_-]?key|^key$|^pin$|^otp$|private/i

/** Undefined: nobody said. `chat_jid` and `chatJid` are one name. */
export function auditFieldKind(name: string): AuditFieldKind | undefined {
  if (secretName.test(name)) return 'secret'
  const key = keyOf(name)
  return kinds.get(key) ?? (/(^ids?|Ids?|_ids?)$/.test(name) ? 'id' : undefined)
}

function keyOf(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase()
}
