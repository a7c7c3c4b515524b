import { useEffect, useState } from 'react'
import { SECOND } from '../../../base/clock.ts'
import { useLane } from '../api/lanes.ts'
import { useLooking } from '../looking.ts'

const EVERY_MS = 15 * SECOND

/**
 * What time it is where one looks: the moment that is shown, or the lane's own clock. Real life's is the server's, moved
 * on a few times a minute: the clock of whoever looks may be wrong.
 */
export function useNow(): Date {
  const { lane, at } = useLooking()
  const { data, dataUpdatedAt } = useLane(lane)
  const [wall, setWall] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setWall(new Date()), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  if (at) return at
  if (!data) return wall
  return lane === 'actual' ? new Date(data.now.getTime() + Math.max(0, wall.getTime() - dataUpdatedAt)) : data.now
}
