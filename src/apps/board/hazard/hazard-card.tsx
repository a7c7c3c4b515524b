import type { ReactNode } from 'react'
import type { HazardShape } from '../../client/hazards.ts'
import { SubjectLink } from '../ui/subject-link.tsx'
import classes from './hazard.module.css'
import { HazardActs } from './hazard-acts.tsx'
import { HazardSign } from './hazard-sign.tsx'
import { useHazardWords } from './hazard-words.ts'

/** One hazard: what it is, since when, how it stands, and what may be said of it. `link`: its title leads to its page. */
export function HazardCard({ hazard, link, more }: { hazard: HazardShape; link: boolean; more?: ReactNode }) {
  const words = useHazardWords()
  const title = words.title(hazard)
  return (
    <article className={classes.card} data-over={hazard.state === 'confirmed' || hazard.state === 'mistaken'}>
      <HazardSign muddy={hazard.muddy === true} size={26} />
      <div className={classes.told}>
        <h2 className={classes.title}>{link ? <SubjectLink kind="record" id={hazard.id} name={title} /> : title}</h2>
        <p className={classes.state}>{words.state(hazard)}</p>
        {!link && (
          <p className={classes.title}>
            <SubjectLink kind="place" id={hazard.subject} name={hazard.place} />
          </p>
        )}
        <p className={classes.quiet}>
          {words.since(hazard)}
          {hazard.reason && <> · {hazard.reason}</>}
        </p>
        <div className={classes.acts}>
          <HazardActs hazard={hazard} />
          {more}
        </div>
      </div>
    </article>
  )
}
