import { VisuallyHidden } from '@mantine/core'
import { useWords } from '../words/words.ts'
import type { State } from './state-order.ts'

/** Too few has the colour of nobody, and said yes that of there: they are told apart by their marks. */
export const STATE_COLOURS: Record<State, string> = {
  unheld: 'unheld',
  few: 'unheld',
  late: 'late',
  held: 'held',
  agreed: 'there',
  there: 'there',
  free: 'free',
  unknown: 'unknown',
}

/**
 * The mark of a state: a cross for nobody, a half for too few, a clock's hand for late, a ring for named, a tick for said yes, a
 * tick on a disc for there, a dot where nothing is required, a question mark for unknown. 14 px, and named for those who do not see it.
 */
export function StateMark({ state, size = 14, named = true }: { state: State; size?: number; named?: boolean }) {
  const { say } = useWords()
  return (
    <span style={{ display: 'inline-flex', flex: 'none', verticalAlign: '-2px' }}>
      <svg
        viewBox="0 0 14 14"
        width={size}
        height={size}
        aria-hidden="true"
        style={{ color: `var(--${STATE_COLOURS[state]})` }}
      >
        {MARKS[state]}
      </svg>
      {named && <VisuallyHidden>{say(`state.${state}`)}</VisuallyHidden>}
    </span>
  )
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const

const MARKS = {
  unheld: (
    <>
      <rect x="0.5" y="0.5" width="13" height="13" rx="2" fill="currentColor" />
      <path d="M4 4l6 6M10 4l-6 6" {...stroke} stroke="var(--panel)" />
    </>
  ),
  late: (
    <>
      <circle cx="7" cy="7" r="6" {...stroke} strokeWidth={1.8} />
      <path d="M7 3.8V7l2.2 1.6" {...stroke} strokeWidth={1.8} />
    </>
  ),
  few: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2" {...stroke} strokeWidth={1.8} />
      <path d="M1 13V7h12v6z" fill="currentColor" />
    </>
  ),
  held: <circle cx="7" cy="7" r="4.5" {...stroke} />,
  agreed: <path d="M2.5 7.5l3 3 6-7" {...stroke} />,
  there: (
    <>
      <circle cx="7" cy="7" r="6.5" fill="currentColor" />
      <path d="M3.8 7.4l2.4 2.4 4.2-5" {...stroke} stroke="var(--panel)" />
    </>
  ),
  free: <circle cx="7" cy="7" r="2" fill="currentColor" />,
  unknown: (
    <>
      <path d="M4.8 5a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5" {...stroke} strokeWidth={1.6} />
      <circle cx="7" cy="11" r="1" fill="currentColor" />
    </>
  ),
} satisfies Record<State, React.ReactNode>
