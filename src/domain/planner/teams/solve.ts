import { checkAsk, impossible } from './check.ts'
import { type Candidate, type Team, type TeamAsk, type Wish, wishesOf } from './model.ts'
import { needed } from './needed.ts'
import { type Progress, progressOf } from './progress.ts'

/** Those of whom one may be chosen: the members of a small branch, or somebody alone; the cheapest first. */
type Choice = readonly Candidate[]

/**
 * The team that costs least with a leader, all skills, those who must be in it, and no more than one from a small branch.
 * Exact: branch after branch, and for each number of people and each part of the wishes that they may meet, the cheapest way
 * to it is kept (a knapsack with a choice from each branch). Its work is the people that may be needed, times the size, times
 * the parts of the wishes, whatever the costs: a search with bounds needs little for most teams, and cannot say for which it
 * needs much. Of teams that cost the same it is always the same one. Throws PLAN_INVALID for numbers that make no sense, and
 * PLAN_IMPOSSIBLE with what is missing.
 */
export function solveTeam(ask: TeamAsk): Team {
  checkAsk(ask)
  const wishes = wishesOf(ask)
  const progress = progressOf(wishes)
  const all = ask.candidates.toSorted((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1))
  const people = needed(all, wishes, ask)
  const must = people.filter(({ id }) => ask.must?.includes(id))
  const ways = waysFrom(must, ask.size, progress)
  const choices = choicesOf(people, must, ask.smallBelow)
  for (const [n, choice] of choices.entries()) ways.choose(choice, must.length + n, choices.length - n)
  const chosen = ways.cheapest()
  if (!chosen) throw apart(wishes, progress, ways.reached())
  const team = [...must, ...chosen].sort((a, b) => people.indexOf(a) - people.indexOf(b))
  const leader = team.find(({ leads }) => leads) as Candidate
  const members = team.filter((candidate) => candidate !== leader).map(({ id }) => id)
  return { leader: leader.id, members: members.sort(), cost: team.reduce((sum, { cost }) => sum + cost, 0) }
}

/** What may still be chosen from when those who must are in: of a small branch that sends one of them nobody more. */
function choicesOf(people: readonly Candidate[], must: readonly Candidate[], smallBelow: number): Choice[] {
  const keyOf = ({ id, unit, unitMembers }: Candidate) => (unitMembers < smallBelow ? `unit ${unit}` : `one ${id}`)
  const sent = new Set(must.map(keyOf))
  return [...Map.groupBy(people, keyOf)].flatMap(([key, choice]) => (sent.has(key) ? [] : [choice]))
}

/** The cheapest ways to so many people who meet a part of the wishes, the choices so far looked at. */
function waysFrom(must: readonly Candidate[], size: number, progress: Progress) {
  const { states } = progress
  const cost = new Float64Array((size + 1) * states).fill(Number.POSITIVE_INFINITY)
  // Who came last, and the way before: chains that later ways share, so that nothing is copied.
  const last = new Int32Array((size + 1) * states).fill(-1)
  const chain: { who: Candidate; before: number }[] = []
  cost[must.length * states + must.reduce((state, one) => progress.with(one)[state] as number, 0)] = 0

  return {
    /** One of them, or none. With `most` people chosen so far at most, and so many choices left, this one included. */
    choose(choice: Choice, most: number, left: number): void {
      const goes = choice.map((who) => ({ who, next: progress.with(who) }))
      // From many people to few: nobody of the same choice is added to a way that has one of them already.
      for (let n = Math.min(most, size - 1); n >= Math.max(must.length, size - left); n--) {
        for (const { who, next } of goes) {
          for (let state = 0; state < states; state++) {
            const from = n * states + state
            const sum = (cost[from] as number) + who.cost
            const to = (n + 1) * states + (next[state] as number)
            if (!(sum < (cost[to] as number))) continue
            cost[to] = sum
            last[to] = chain.push({ who, before: last[from] as number }) - 1
          }
        }
      }
    },
    /** Those beside the ones who must, in the cheapest whole team; null: there is none. */
    cheapest(): Candidate[] | null {
      const end = (size + 1) * states - 1
      if (cost[end] === Number.POSITIVE_INFINITY) return null
      const found: Candidate[] = []
      for (let at = last[end] as number; at >= 0; at = chain[at]?.before ?? -1) {
        found.push((chain[at] as { who: Candidate }).who)
      }
      return found
    },
    /** The parts of the wishes that some team of full size meets. */
    reached: () => Array.from({ length: states }, (_, s) => s).filter((s) => Number.isFinite(cost[size * states + s])),
  }
}

/** What is missing at the least: each wish can be met by itself, and all of them by no team. */
function apart(wishes: readonly Wish[], progress: Progress, reached: readonly number[]) {
  const lacks = reached.map((state) => wishes.map(({ count }, i) => count - progress.met(state, i)))
  const sum = (lack: readonly number[]) => lack.reduce((a, b) => a + b, 0)
  const least = lacks.reduce((a, b) => (sum(b) < sum(a) ? b : a), lacks[0] ?? [])
  const missing = wishes.flatMap(({ skill }, i) => (least[i] ? [`${least[i]} × ${skill ?? 'leader'}`] : [])).join(', ')
  const what = 'cannot be had together: no team has a leader, all skills and its size'
  return impossible('together', 'the whole', `${what}${missing && `; at best is missing: ${missing}`}`, { missing })
}
