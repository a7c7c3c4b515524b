import type { Roster } from './model.ts'

/** The arcs' costs with the price of patrolling another group's section: that of the most members who may come. */
export function withGroups({ start, to, cost, group, apart = 0 }: Roster): Int32Array {
  const full = cost.slice()
  if (!group || apart === 0) return full
  for (let section = 0; section + 1 < start.length; section++) {
    const counts = new Map<number, number>()
    let [own, most] = [-1, 0]
    for (let arc = start[section] as number; arc < (start[section + 1] as number); arc++) {
      const theirs = group[to[arc] as number] as number
      const count = (counts.get(theirs) ?? 0) + 1
      counts.set(theirs, count)
      if (theirs !== -1 && count > most) [own, most] = [theirs, count]
    }
    for (let arc = start[section] as number; arc < (start[section + 1] as number); arc++) {
      if (own !== -1 && group[to[arc] as number] !== own) full[arc] = (full[arc] as number) + apart
    }
  }
  return full
}
