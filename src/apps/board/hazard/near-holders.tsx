import { Button } from '@mantine/core'
import type { Holder } from '../acts/pick-holder.tsx'
import { useAnswerers } from '../api/map.ts'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import classes from './hazard.module.css'

const MOST = 4

/** Those who answer for a place now, to be chosen by one press; without the one who may not say it. */
export function NearHolders({
  place,
  but,
  choose,
}: {
  place: string
  but: string | null
  choose: (holder: Holder) => void
}) {
  const { say } = useWords()
  const name = useName()
  const { data } = useAnswerers(place)
  const people = data?.answers.map((a) => a.holder).filter((h) => h.kind === 'person' && h.id !== but) ?? []
  const once = [...new Map(people.map((h) => [h.id, h])).values()].slice(0, MOST)
  if (once.length === 0) return null
  return (
    <div className={classes.near}>
      <span className={classes.why}>{say('hazards.by.near')}</span>
      {once.map((h) => (
        <Button
          key={h.id}
          size="compact-sm"
          type="button"
          onClick={() => choose({ kind: 'person', id: h.id, name: name(h) })}
        >
          {name(h)}
        </Button>
      ))}
    </div>
  )
}
