/** The sign of a hazard, as the map draws it: a triangle; with drops in it where the water is muddy. Told by its shape too. */
export function HazardSign({ muddy, size = 18 }: { muddy: boolean; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" style={{ flex: 'none' }}>
      <path
        d={HAZARD_TRIANGLE}
        fill={muddy ? 'currentColor' : 'var(--panel)'}
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d={muddy ? HAZARD_MUDDY : HAZARD_MARK}
        fill="none"
        stroke={muddy ? 'var(--panel)' : 'currentColor'}
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}

export const HAZARD_TRIANGLE = 'M12 2.5L22.5 21H1.5Z'
/** An exclamation mark. */
export const HAZARD_MARK = 'M12 9.5V14M12 17.6V17.7'
/** Two waves. */
export const HAZARD_MUDDY = 'M9 13q1.5-1.6 3 0t3 0M7 17.4q1.7-1.6 3.4 0t3.4 0t3.4 0'
