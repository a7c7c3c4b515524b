import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { STANDING_STATES } from '../../../domain/hazards/model.ts'
import { useBoard } from '../api/board.ts'
import { useHazards } from '../api/hazards.ts'
import { useWords } from '../words/words.ts'
import classes from './hazard.module.css'
import { HazardSign } from './hazard-sign.tsx'

/** How many hazards stand where one looks, then or now; it opens their list. Nothing where there is none. */
export function HazardCount() {
  const { say } = useWords()
  const { data: board } = useBoard()
  const { data } = useHazards()
  if (!data || data.items.length === 0) return null
  const [first] = data.items
  const count = say('hazards.open', { count: data.items.length })
  const filter = { district: board?.district ?? first?.district, state: STANDING_STATES.join() }
  return (
    <span className={classes.count}>
      <HazardSign muddy={data.items.some((h) => h.muddy)} size={16} />
      <Anchor
        component={Link}
        to="/lists/$list"
        params={{ list: 'hazards' } as never}
        search={filter as never}
        size="sm"
      >
        {count}
      </Anchor>
    </span>
  )
}
