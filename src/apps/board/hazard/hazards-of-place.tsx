import type { SubjectShape } from '../../client/subjects.ts'
import { useHazardsOf } from '../api/hazards.ts'
import { useWords } from '../words/words.ts'
import classes from './hazard.module.css'
import { HazardCard } from './hazard-card.tsx'

/** The hazards that stand on a place, above all else of its page. */
export function HazardsOfPlace({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { data } = useHazardsOf(subject.district, subject.id)
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label={say('hazards.title')} className={classes.list}>
      {data.items.map((hazard) => (
        <HazardCard key={hazard.id} hazard={hazard} link />
      ))}
    </section>
  )
}
