import type { AuditItem } from '@switchboard/contract'
import { useTranslations } from '../../strings/use-translations.ts'
import { actOf } from './acts.ts'

/** What somebody did, in a sentence; what has none keeps its route or tool. */
export function useSentence(): (item: AuditItem) => string {
  const words = useTranslations('audit')
  return (item) => {
    const act = actOf(item)
    return act ? words(`acts.${act}`) : item.target === 'other' ? item.action : item.target
  }
}

/** What kind of actor it was, and through which door. */
export function useActorWords(): (item: Pick<AuditItem, 'actorKind' | 'interface'>) => string {
  const words = useTranslations('audit')
  return (item) => {
    const actor = `actor_${item.actorKind}` as 'actor_key' // `has` asks for whatever comes
    const door = `interface_${item.interface}` as 'interface_rest' // likewise
    return [words.has(actor) ? words(actor) : item.actorKind, words.has(door) ? words(door) : item.interface].join(
      ' · ',
    )
  }
}
