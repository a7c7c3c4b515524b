import { useEffect, useRef } from 'react'
import { dropSight, takeSight } from './sight.ts'

/** The first sight of the map, over whatever stands in the same pane, until the map is `drawn`; it cannot be touched. */
export function SightPane({ drawn }: { drawn: boolean }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (drawn) dropSight()
    else if (element.current) return takeSight(element.current)
  }, [drawn])
  const style = { position: 'absolute', inset: 0, overflow: 'hidden', pointerEvents: 'none' } as const
  return <div ref={element} style={style} aria-hidden="true" />
}
