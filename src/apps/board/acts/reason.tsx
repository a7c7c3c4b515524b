import { TextInput } from '@mantine/core'
import { useWords } from '../words/words.ts'

/** Why something is ended: asked for wherever it can't be undone, and kept. */
export function Reason({
  reason,
  write,
  autoFocus,
}: {
  reason: string
  write: (text: string) => void
  autoFocus: boolean
}) {
  const { say } = useWords()
  return (
    <TextInput
      label={say('act.reason')}
      description={say('act.reason.hint')}
      required
      maxLength={500}
      value={reason}
      onChange={(event) => write(event.currentTarget.value)}
      data-autofocus={autoFocus || undefined}
    />
  )
}
