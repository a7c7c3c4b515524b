import { type RefObject, useEffect, useRef } from 'react'
import { dropSight, takeSight } from './sight.ts'

/** An element under the map that shows the first sight of it until the map is `drawn`. */
export function useSight(drawn: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (drawn) dropSight()
    else if (element.current) return takeSight(element.current)
  }, [drawn])
  return element
}
