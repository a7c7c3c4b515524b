import type { HazardShape } from '../../client/hazards.ts'
import classes from '../picture/picture.module.css'
import { SubjectLink } from '../ui/subject-link.tsx'
import own from './hazard.module.css'
import { HazardActs } from './hazard-acts.tsx'
import { HazardSign } from './hazard-sign.tsx'
import { useHazardWords } from './hazard-words.ts'

/** A hazard in "do next": what and where, how it stands, and the next step as its button. */
export function HazardRow({ hazard }: { hazard: HazardShape }) {
  const words = useHazardWords()
  return (
    <li className={classes.item}>
      <HazardSign muddy={hazard.muddy === true} />
      <span className={`${classes.what} ${own.title}`}>
        <SubjectLink kind="record" id={hazard.id} name={words.title(hazard)} />
      </span>
      <span className={classes.why}>
        {hazard.place} · {words.state(hazard)} · {words.since(hazard)}
      </span>
      <span className={classes.acts}>
        <HazardActs hazard={hazard} most={2} />
      </span>
    </li>
  )
}
