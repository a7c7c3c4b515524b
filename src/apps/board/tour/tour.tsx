import { Tour as Walk } from '@mantine/core'
import { useLocalStorage, useWindowEvent } from '@mantine/hooks'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../words/words.ts'

const BEGIN = 'muster:tour'
/** Under which the browser keeps that the walk was taken, or not wanted. */
export const SEEN = 'muster.tour'

/** Begins the walk round the board, from wherever it is asked for. */
export function startTour(): void {
  window.dispatchEvent(new Event(BEGIN))
}

/** What is shown on the way: a part of the picture by its `data-tour`, and the words for it. */
const STEPS = [
  ['where', 'tour.where', 'right'],
  ['map', 'tour.map', 'right'],
  ['next', 'tour.next-up', 'left'],
  ['call', 'tour.call', 'top'],
  ['time', 'tour.time', 'top'],
  [null, 'tour.try', 'bottom'],
] as const

/** A short walk round the picture. It is offered at the first visit (invite.tsx); the menu has it ever after. */
export function Tour() {
  const { say } = useWords()
  const navigate = useNavigate()
  const onPicture = useRouterState({ select: (state) => state.location.pathname === '/' })
  const [, setSeen] = useLocalStorage({ key: SEEN, defaultValue: '', getInitialValueInEffect: false })
  const [active, setActive] = useState(false)
  const begin = () => {
    setSeen('seen')
    if (!onPicture) void navigate({ to: '/' })
    setActive(true)
  }
  useWindowEvent(BEGIN, begin)
  return (
    <Walk
      active={active && onPicture}
      onClose={() => setActive(false)}
      labels={{
        back: say('tour.back'),
        next: say('tour.next'),
        close: say('tour.end'),
        skip: say('tour.skip'),
        stepCounter: (n, of) => say('tour.step', { n, of }),
      }}
    >
      {STEPS.map(([part, key, position]) => (
        <Walk.Step key={key} {...(part && { target: `[data-tour=${part}]` })} title={say(key)} position={position}>
          {say(`${key}.says`)}
        </Walk.Step>
      ))}
    </Walk>
  )
}
