import type { Transport } from '../transport/model.ts'
import { numbersIn } from './numbers.ts'

/** Above all costs together, so that nobody is left over for the sake of cost; below the 2^30 of a price. */
const UNSERVED = 2 ** 30 - 1

/**
 * Reads a file of the linear assignment problem as OR-Library writes them: n, then n rows of n costs. Each row is a place,
 * each column a holder with room for one. Throws PLAN_FILE with the line and what is wrong in it.
 */
export function readLinear(text: string): Transport {
  const numbers = numbersIn(text)
  const n = numbers.whole('the number of rows', 1, 2 ** 30 - 1)
  if (n * n > numbers.atMost) throw numbers.fault(`${n} rows and columns are declared, more than the file holds`)
  // A plan without a holder must cost more than any with all of them, or the proof would be of something else.
  const most = Math.floor((UNSERVED - 1) / n)
  const cost = new Int32Array(n * n)
  for (let k = 0; k < cost.length; k++) {
    cost[k] = numbers.whole(`the cost of row ${Math.floor(k / n) + 1}, column ${(k % n) + 1}`, 0, most)
  }
  if (numbers.more()) {
    numbers.number('what follows the costs')
    throw numbers.fault(`there are numbers after the ${n} × ${n} costs, so that the file is not what it declares`)
  }
  return {
    start: Int32Array.from({ length: n + 1 }, (_, place) => place * n),
    to: Int32Array.from({ length: n * n }, (_, arc) => arc % n),
    cost,
    unserved: new Int32Array(n).fill(UNSERVED),
    capacity: new Int32Array(n).fill(1),
  }
}
