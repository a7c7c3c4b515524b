import { Popover, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { MINUTE } from '../../../base/clock.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { readMoment } from './read-moment.ts'
import classes from './shell.module.css'

interface MomentFieldProps {
  /** What is shown now, in words. */
  label: string
  from: Date
  now: Date
  go: (at: Date) => void
}

/** The moment that is shown; a click on it lets another be typed, and says how it is read before it is gone to. */
export function MomentField({ label, from, now, go }: MomentFieldProps) {
  const { say } = useWords()
  const [opened, setOpened] = useState(false)
  const [text, setText] = useState('')
  const { at, says } = useReading(text, from, now)
  const close = () => {
    setOpened(false)
    setText('')
  }
  return (
    <Popover opened={opened} onChange={(next) => !next && close()} position="top-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.when}
          onClick={() => setOpened(!opened)}
          aria-label={`${say('time.pick')}: ${label}`}
        >
          {label}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!at) return
            go(at)
            close()
          }}
        >
          <TextInput
            data-autofocus
            label={say('time.pick')}
            description={say('time.pick.how')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={300}
          />
          <Text size="sm" mt={6} mih="1.5em" aria-live="polite" c={at ? undefined : 'var(--quiet)'}>
            {says}
          </Text>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** How a text is read: the moment, if there is one to go to, and what is said of it. */
function useReading(text: string, from: Date, now: Date): { at: Date | null; says: string } {
  const { say } = useWords()
  const format = useFormat()
  if (text.trim() === '') return { at: null, says: '' }
  const at = readMoment(text, now)
  if (!at) return { at: null, says: say('time.pick.unread') }
  const moment = format.moment(at)
  if (at.getTime() > now.getTime() + MINUTE / 2) return { at: null, says: say('time.pick.future', { moment }) }
  if (at < from) return { at: null, says: say('time.pick.before', { moment, from: format.moment(from) }) }
  return { at, says: say('time.pick.read', { moment }) }
}
