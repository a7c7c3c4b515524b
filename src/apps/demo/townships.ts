import { gap, type Km } from './plane.ts'

/**
 * Gives each site to one of several seats so that seat `t` gets exactly `wanted[t]` sites and the sum of squared
 * distances is the least possible; the sites of a seat then lie together, as in a power diagram. Returns the seat of
 * each site; the wanted numbers must add up to the number of sites.
 *
 * Successive shortest paths: every site starts at its nearest seat, then a seat with too many hands one on, perhaps
 * over other seats, to one with too few, each time by the cheapest chain of handings (R. Ahuja et al., "Network
 * Flows", ch. 9). Greedy handing out would leave scattered villages to the seats that choose last.
 */
export function shareOut(sites: readonly Km[], seats: readonly Km[], wanted: readonly number[]): number[] {
  const cost = sites.map((site) => seats.map((seat) => gap(site, seat) ** 2))
  const seatOf = cost.map((row) => row.indexOf(Math.min(...row)))
  const count = seats.map((_, t) => seatOf.filter((s) => s === t).length)
  const offers = seats.map((_, t) => cheapestOffers(cost, seatOf, t))
  for (;;) {
    const chain = cheapestChain(offers, (t) => (count[t] as number) - (wanted[t] as number))
    if (!chain) return seatOf
    for (const { from, site, to } of chain) {
      count[from] = (count[from] as number) - 1
      count[to] = (count[to] as number) + 1
      seatOf[site] = to
    }
    for (const seat of new Set(chain.flatMap(({ from, to }) => [from, to]))) {
      offers[seat] = cheapestOffers(cost, seatOf, seat)
    }
  }
}

/** The site that a seat can hand to another for the least, and what that adds to the sum; null if it has no site. */
type Offer = { site: number; by: number } | null
type Handing = { from: number; site: number; to: number }

/** What `from` offers to each seat. */
function cheapestOffers(cost: readonly (readonly number[])[], seatOf: readonly number[], from: number): Offer[] {
  const offers: Offer[] = (cost[0] ?? []).map(() => null)
  seatOf.forEach((seat, site) => {
    if (seat !== from) return
    const row = cost[site] as readonly number[]
    for (let to = 0; to < row.length; to++) {
      const by = (row[to] as number) - (row[from] as number)
      if (to !== from && by < (offers[to]?.by ?? Number.POSITIVE_INFINITY)) offers[to] = { site, by }
    }
  })
  return offers
}

/** The cheapest chain of handings from a seat with a surplus to one with a lack; null when no seat lacks any. */
function cheapestChain(offers: readonly (readonly Offer[])[], surplus: (seat: number) => number): Handing[] | null {
  const seats = offers.length
  const total = Array.from({ length: seats }, (_, t) => (surplus(t) > 0 ? 0 : Number.POSITIVE_INFINITY))
  const before = new Array<Handing | undefined>(seats)
  // Bellman and Ford: handings may cost less than nothing, but no circle of them does.
  for (let changed = true, round = 0; changed && round < seats; round++) {
    changed = false
    for (let from = 0; from < seats; from++) {
      for (let to = 0; to < seats; to++) {
        const option = offers[from]?.[to]
        if (!option || (total[from] as number) + option.by >= (total[to] as number) - 1e-9) continue
        total[to] = (total[from] as number) + option.by
        before[to] = { from, site: option.site, to }
        changed = true
      }
    }
  }
  let end = -1
  for (let t = 0; t < seats; t++) {
    if (surplus(t) < 0 && (end < 0 || (total[t] as number) < (total[end] as number))) end = t
  }
  if (end < 0) return null
  const chain: Handing[] = []
  for (let step = before[end]; step; step = before[step.from]) chain.push(step)
  return chain
}
