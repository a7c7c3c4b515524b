import { VisuallyHidden } from '@mantine/core'
import { useWords } from '../words/words.ts'

/** How a place stands: what is told of it everywhere, by colour and by mark. */
export type State = 'unheld' | 'late' | 'held' | 'free' | 'unknown'

const COLOUR = (state: State) => `var(--${state})`

/**
 * The mark of a state: a cross for nobody, a clock's hand for late, a tick for answered for, a dot where nothing is
 * required, a question mark for unknown. 14 px, and named for those who do not see it.
 */
export function StateMark({ state, size = 14, named = true }: { state: State; size?: number; named?: boolean }) {
  const { say } = useWords()
  return (
    <span style={{ display: 'inline-flex', flex: 'none', verticalAlign: '-2px' }}>
      <svg viewBox="0 0 14 14" width={size} height={size} aria-hidden="true" style={{ color: COLOUR(state) }}>
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
  held: <path d="M2.5 7.5l3 3 6-7" {...stroke} />,
  free: <circle cx="7" cy="7" r="2" fill="currentColor" />,
  unknown: (
    <>
      <path d="M4.8 5a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5" {...stroke} strokeWidth={1.6} />
      <circle cx="7" cy="11" r="1" fill="currentColor" />
    </>
  ),
} satisfies Record<State, React.ReactNode>
