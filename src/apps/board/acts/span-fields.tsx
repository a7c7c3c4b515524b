import { TextInput } from '@mantine/core'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'

interface SpanFields {
  /** Whose words they are labelled with. */
  of: 'team' | 'absence'
  /** As the fields have them; empty: not said. */
  from: string
  until: string
  change: (part: { from?: string; until?: string }) => void
}

/** From when until when, by the clock of whoever fills it in; either may be left out. */
export function SpanFields({ of, change, ...values }: SpanFields) {
  const { say } = useWords()
  return (
    <div className={classes.fields}>
      {(['from', 'until'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          label={say(`${of}.${end}`)}
          description={say(`${of}.${end}.hint`)}
          value={values[end]}
          onChange={(event) => change({ [end]: event.currentTarget.value })}
        />
      ))}
    </div>
  )
}
