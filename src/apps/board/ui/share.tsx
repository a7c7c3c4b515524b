import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

interface Counts {
  required: number
  unheld: number
  late: number
}

/** The one number of a node: how much of what is required is answered for. Where nothing is required it says nothing. */
export function Share({ counts }: { counts: Counts }) {
  const format = useFormat()
  if (counts.required === 0) return null
  return <span>{format.share((counts.required - counts.unheld) / counts.required)}</span>
}

/** The same as a bar: answered for, late, nobody, each with its colour and its pattern. 6 px high. */
export function ShareBar({ counts, width = '100%' }: { counts: Counts; width?: number | string }) {
  const { say } = useWords()
  const format = useFormat()
  const { required, unheld, late } = counts
  if (required === 0) return null
  // What is unheld can be late as well; the bar shows each requirement once, the graver first.
  const onlyLate = Math.min(late, required - unheld)
  const part = (n: number) => `${(n / required) * 100}%`
  const told = `${say('state.unheld')} ${format.number(unheld)}, ${say('state.late')} ${format.number(late)}`
  return (
    <span
      role="img"
      aria-label={told}
      title={told}
      style={{ display: 'flex', width, height: 6, borderRadius: 2, overflow: 'hidden', background: 'var(--held)' }}
    >
      <span style={{ width: part(required - unheld - onlyLate) }} />
      <span
        style={{
          width: part(onlyLate),
          background: 'repeating-linear-gradient(135deg, var(--late) 0 3px, var(--panel) 3px 5px)',
        }}
      />
      <span style={{ width: unheld > 0 ? `max(3px, ${part(unheld)})` : 0, background: 'var(--unheld)' }} />
    </span>
  )
}
