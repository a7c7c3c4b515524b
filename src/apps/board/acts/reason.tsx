import { TextInput } from '@mantine/core'
import { useWords } from '../words/words.ts'

/** Why something grave is done: kept, and told to whoever looks at it later. */
export function Reason({
  reason,
  write,
  autoFocus,
  required = true,
}: {
  reason: string
  write: (text: string) => void
  autoFocus: boolean
  /** Left out: it has to be given. */
  required?: boolean
}) {
  const { say } = useWords()
  return (
    <TextInput
      label={say('act.reason')}
      description={say('act.reason.hint')}
      required={required}
      maxLength={500}
      value={reason}
      onChange={(event) => write(event.currentTarget.value)}
      data-autofocus={autoFocus || undefined}
    />
  )
}
