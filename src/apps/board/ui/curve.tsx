import { useWords } from '../words/words.ts'
import classes from './curve.module.css'

interface Point {
  at: Date
  heard: number
  coming: number
  there: number
}

const [WIDTH, HEIGHT] = [120, 28]

/** How answers came in over time, as small as a word: heard, coming, there, each a line below the one before. */
export function Curve({ points, called }: { points: readonly Point[]; called: number }) {
  const { say } = useWords()
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || called === 0) return null
  const span = Math.max(1, last.at.getTime() - first.at.getTime())
  const line = (of: (p: Point) => number) =>
    points
      .map((p, i) => {
        const x = ((p.at.getTime() - first.at.getTime()) / span) * WIDTH
        const y = HEIGHT - 1 - (of(p) / called) * (HEIGHT - 2)
        return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
      })
      .join('')
  const told = `${say('call.heard')} ${last.heard}, ${say('call.coming')} ${last.coming}, ${say('call.there')} ${last.there} / ${called}`
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className={classes.curve}
      role="img"
      aria-label={told}
    >
      <path d={line((p) => p.heard)} className={classes.heard} />
      <path d={line((p) => p.coming)} className={classes.coming} />
      <path d={`${line((p) => p.there)}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className={classes.there} />
    </svg>
  )
}
