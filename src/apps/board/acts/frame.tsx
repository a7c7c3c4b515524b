import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { FormEvent, ReactNode } from 'react'
import { useLooking } from '../looking.ts'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'

interface Frame {
  title: string
  /** What will happen, in a plain sentence. */
  says?: string | undefined
  /** The word on the button that does it; left out: there is nothing to do but to close. */
  does?: string
  onDo?: () => void
  ready?: boolean
  pending?: boolean
  error?: Error | null
  close: () => void
  /** Other ways on, beside the button that does it. */
  more?: ReactNode
  children?: ReactNode
}

/** A question before an act: what will happen, what is to be chosen, and the button that does it. Enter does, Esc closes. */
export function Frame({ title, says, does, onDo, ready = true, pending = false, error, close, more, children }: Frame) {
  const { say } = useWords()
  const { lane } = useLooking()
  const narrow = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !pending) onDo?.()
  }
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="lg"
      fullScreen={narrow}
      returnFocus={false}
      closeButtonProps={{ 'aria-label': say('do.close') }}
      styles={{ title: { fontWeight: 650, fontSize: '1rem' } }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {says && (
            <Text size="sm" aria-live="polite">
              {says}
            </Text>
          )}
          {children}
          {lane !== 'actual' && does && (
            <Text size="xs" c="var(--quiet)">
              {say('shell.lane.is-exercise')}
            </Text>
          )}
          {error && <Refused error={error} />}
          <Group justify="flex-end" gap="sm">
            {more}
            <Button type="button" onClick={close}>
              {say(does ? 'do.cancel' : 'do.close')}
            </Button>
            {does && (
              <Button type="submit" variant="filled" disabled={!ready} loading={pending}>
                {does}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
