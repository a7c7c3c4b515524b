import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

interface BarCounts {
  required: number
  unheld: number
  late: number
  nobody: number
  agreed: number
  arrived: number
}

/** The one number of a node: the share named of its worst kind of place. Where nothing is required it says nothing. */
export function Share({ share }: { share: number | null }) {
  const format = useFormat()
  return share === null ? null : <span>{format.share(share)}</span>
}

/**
 * How sure it is, as a bar 6 px high: there, said yes, named, late, too few, nobody, each with its colour and its pattern.
 * Without `answers`, what is named is one part.
 */
export function ShareBar({
  counts,
  answers = true,
  width = '100%',
}: {
  counts: BarCounts
  answers?: boolean
  width?: number | string
}) {
  const { say } = useWords()
  const format = useFormat()
  const { required } = counts
  if (required === 0) return null
  const parts = partsOf(counts, answers)
  const told = parts
    .filter(({ n }) => n > 0)
    .map(({ key, n }) => `${say(`state.${key}`)} ${format.number(n)}`)
    .join(', ')
  return (
    <span
      role="img"
      aria-label={told}
      title={told}
      style={{ display: 'flex', width, height: 6, borderRadius: 2, overflow: 'hidden', background: 'var(--line)' }}
    >
      {parts.map(({ key, n }) => (
        <span
          key={key}
          style={{
            width: n > 0 && key === 'unheld' ? `max(3px, ${(n / required) * 100}%)` : `${(n / required) * 100}%`,
            background: LOOKS[key],
          }}
        />
      ))}
    </span>
  )
}

/** Each requirement once, the graver first: what too few hold can be late as well, and what is late may have a yes. */
function partsOf({ required, unheld, late, nobody, agreed, arrived }: BarCounts, answers: boolean) {
  const onlyLate = Math.min(late, required - unheld)
  const rest = required - unheld - onlyLate
  const there = answers ? Math.min(arrived, rest) : 0
  const yes = answers ? Math.min(agreed - arrived, rest - there) : 0
  return [
    { key: 'there', n: there },
    { key: 'agreed', n: yes },
    { key: 'held', n: rest - there - yes },
    { key: 'late', n: onlyLate },
    { key: 'few', n: unheld - nobody },
    { key: 'unheld', n: nobody },
  ] as const
}

const striped = (colour: string, on = 3, off = 5) =>
  `repeating-linear-gradient(135deg, var(${colour}) 0 ${on}px, var(--panel) ${on}px ${off}px)`

const LOOKS = {
  there: 'var(--there)',
  agreed: striped('--there', 4, 6),
  held: 'var(--held)',
  late: striped('--late'),
  few: striped('--unheld', 2, 5),
  unheld: 'var(--unheld)',
} as const
