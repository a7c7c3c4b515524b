import type { Medians } from '../medians/model.ts'
import type { FromFile } from './assignment-file.ts'
import { numbersIn } from './numbers.ts'

/** Counts, people and distances are below this. */
const LARGEST = 2 ** 30 - 1
/** The table of distances has the square of the points: beyond this it would not fit into memory. */
const MOST_POINTS = 10_000

/**
 * Reads a file of the capacitated p-median problem as OR-Library writes them: the problem's number and its best known
 * value; points, medians, the room of each; then of each point its number, x, y and demand. A file of several problems
 * begins with how many there are: the first is read. Distances are straight lines, rounded down. `stated` is the best
 * known value, null where the file has none. Throws PLAN_FILE with the line and what is wrong in it.
 */
export function readMedians(text: string): FromFile<Medians> & { stated: number | null } {
  const [first = '', second = ''] = text
    .trimStart()
    .split('\n', 2)
    .map((line) => line.trim().split(/\s+/))
  const numbers = numbersIn(text)
  const several = first.length === 1
  const others = several ? numbers.whole('the number of problems', 1, LARGEST) - 1 : 0
  // A single problem without its line of number and best known value begins with the three counts at once.
  const headed = (several ? second : first).length === 2
  if (headed) numbers.number("the problem's number")
  const stated = headed ? numbers.number('the best known value') : null
  const points = numbers.whole('the number of points', 1, LARGEST)
  const count = numbers.whole('the number of medians', 0, LARGEST)
  const room = numbers.whole('the room of a median', 0, LARGEST)
  if (points * 4 > numbers.atMost) throw numbers.fault(`${points} points are declared, more than the file holds`)
  if (points > MOST_POINTS)
    throw numbers.fault(`${points} points are more than the ${MOST_POINTS} that are solved here`)
  const x = new Float64Array(points)
  const y = new Float64Array(points)
  const demand = new Int32Array(points)
  for (let point = 0; point < points; point++) {
    numbers.number(`the number of point ${point + 1}`)
    x[point] = numbers.number(`x of point ${point + 1}`)
    y[point] = numbers.number(`y of point ${point + 1}`)
    demand[point] = numbers.whole(`the demand of point ${point + 1}`, 0, LARGEST)
  }
  if (others === 0 && numbers.more()) {
    numbers.number('what follows the points')
    throw numbers.fault(`there are numbers after the ${points} points, so that the file is not what it declares`)
  }
  const distance = new Int32Array(points * points)
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < points; b++) {
      const metres = Math.floor(Math.hypot((x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number)))
      if (metres > LARGEST) throw numbers.fault(`points ${a + 1} and ${b + 1} are ${metres} apart, above ${LARGEST}`)
      distance[a * points + b] = metres
    }
  }
  const capacity = new Int32Array(points).fill(room)
  return { problem: { distance, demand, capacity, count: Math.min(count, points) }, others, stated }
}
