import { Button, Dialog, Group, Text, Tour as Walk } from '@mantine/core'
import { useLocalStorage, useWindowEvent } from '@mantine/hooks'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../words/words.ts'

const BEGIN = 'muster:tour'

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

/** A short walk round the picture. It is offered at the first visit and never forced; the menu has it ever after. */
export function Tour() {
  const { say } = useWords()
  const navigate = useNavigate()
  const onPicture = useRouterState({ select: (state) => state.location.pathname === '/' })
  const [seen, setSeen] = useLocalStorage({ key: 'muster.tour', defaultValue: '', getInitialValueInEffect: false })
  const [active, setActive] = useState(false)
  const begin = () => {
    setSeen('seen')
    if (!onPicture) void navigate({ to: '/' })
    setActive(true)
  }
  useWindowEvent(BEGIN, begin)
  return (
    <>
      <Dialog
        opened={seen === '' && onPicture && !active}
        onClose={() => setSeen('seen')}
        position={{ bottom: 64, left: 16 }}
        size="md"
        aria-label={say('tour.invite')}
      >
        <Text fw={600} size="sm">
          {say('tour.invite')}
        </Text>
        <Text size="sm" mb="sm">
          {say('tour.invite.says')}
        </Text>
        <Group gap="sm">
          <Button variant="filled" onClick={begin}>
            {say('tour.start')}
          </Button>
          <Button onClick={() => setSeen('seen')}>{say('tour.not-now')}</Button>
        </Group>
      </Dialog>
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
    </>
  )
}
