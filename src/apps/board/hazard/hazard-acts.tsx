import { Button } from '@mantine/core'
import type { HazardShape } from '../../client/hazards.ts'
import { useActs } from '../acts/use-acts.ts'
import { useLooking } from '../looking.ts'
import { useWords } from '../words/words.ts'
import { NEXT_SAYINGS } from './hazard-words.ts'

/** What may be said of a hazard now, as buttons: the next step first and filled. Of the past there is nothing to say. */
export function HazardActs({ hazard, most }: { hazard: HazardShape; most?: number }) {
  const { say } = useWords()
  const { at } = useLooking()
  const acts = useActs()
  if (at) return null
  return NEXT_SAYINGS[hazard.state].slice(0, most).map((state, i) => (
    <Button key={state} variant={i === 0 ? 'filled' : 'default'} onClick={() => acts.sayHazard({ hazard, state })}>
      {say(`hazards.do.${state}`)}
    </Button>
  ))
}
