import type { Assignment } from '../assignment/model.ts'
import { type Numbers, numbersIn } from './numbers.ts'

/** Costs and loads are below this. */
const LARGEST = 2 ** 30 - 1

/** A problem of a file, and how many others follow it there that are not read. */
export interface FromFile<T> {
  problem: T
  others: number
}

/**
 * Reads a file of the generalised assignment problem as OR-Library writes them: holders, places; the costs holder by
 * holder; the loads holder by holder; the rooms. A file of several problems begins with their number: the first is read.
 * Costs are minimised. Throws PLAN_FILE with the line and what is wrong in it.
 */
export function readAssignment(text: string): FromFile<Assignment> {
  const { numbers, others } = severalIn(text)
  const holders = numbers.whole('the number of holders', 1, LARGEST)
  const places = numbers.whole('the number of places', 1, LARGEST)
  const size = holders * places
  // A file that declares more than it can hold is refused before anything is made for it.
  if (2 * size + holders > numbers.atMost)
    throw numbers.fault(`${holders} holders and ${places} places are declared, more than the file holds`)
  const start = Int32Array.from({ length: places + 1 }, (_, place) => place * holders)
  const to = Int32Array.from({ length: size }, (_, arc) => arc % holders)
  const cost = readTable(numbers, 'a cost', holders, places, -LARGEST)
  const load = readTable(numbers, 'a load', holders, places, 0)
  const capacity = new Int32Array(holders)
  for (let h = 0; h < holders; h++) capacity[h] = numbers.whole(`the room of holder ${h + 1}`, 0, 2 ** 31 - 1)
  if (others === 0 && numbers.more()) {
    numbers.number('what follows the rooms')
    throw numbers.fault('there are numbers after the rooms, so that the file is not what it declares')
  }
  return { problem: { start, to, cost, load, capacity }, others }
}

/** A table holder by holder, turned to lie place by place. */
function readTable(numbers: Numbers, what: string, holders: number, places: number, least: number): Int32Array {
  const table = new Int32Array(holders * places)
  for (let h = 0; h < holders; h++) {
    for (let place = 0; place < places; place++) table[place * holders + h] = numbers.whole(what, least, LARGEST)
  }
  return table
}

/**
 * Of a file that may begin with the number of its problems: whether it does is told by its first line, which then has one
 * number, where a single problem has two.
 */
function severalIn(text: string): { numbers: Numbers; others: number } {
  const [first = ''] = text.trimStart().split('\n', 1)
  const numbers = numbersIn(text)
  const single = first.trim().split(/\s+/).length > 1
  return { numbers, others: single ? 0 : numbers.whole('the number of problems', 1, LARGEST) - 1 }
}
