import { HOUR } from '../../base/clock.ts'
import type { Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { decliners } from '../../domain/callouts/store.ts'
import { loads } from '../../domain/duties/store.ts'
import { holdersAt, type Opening, openings } from '../../domain/gaps/openings.ts'
import { accept, type Left, type ProposalLine, propose, rulesOnOffer } from '../../domain/gaps/proposals.ts'
import type { Candidate } from '../../domain/people/model.ts'
import { candidates } from '../../domain/people/store.ts'
import type { Campaign } from '../../domain/playbooks/campaign.ts'
import type { Rule } from '../../domain/playbooks/model.ts'
import { campaignsOpen, playbookAt } from '../../domain/playbooks/store.ts'
import type { Gear, Step } from '../step.ts'

/** What nobody had room for is tried again after this long: shifts end, and people have rested. */
const AGAIN_MS = 2 * HOUR
/** Up to so many gaps are few. */
const FEW = 300
/** A patrol rests eight hours and stands at most one shift in twenty-four: none within this of another. */
const REST_MS = 16 * HOUR

/** Fills what too few hold: at once where the playbook says so, as a proposal where a person decides. */
export const planStep: Step = {
  name: 'plan',
  async run(tx, { lane, district, now }, gear) {
    let left = false
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
      const offered = await rulesOnOffer(tx, campaign)
      const rules = (playbook?.rules ?? []).filter((r) => r.fill !== 'hand' && !offered.has(r.id))
      const open = await openings(
        tx,
        now,
        campaign,
        rules.map((r) => r.id),
      )
      if (open.length === 0) continue
      const people = await candidates(tx, district, now, nearOf(open, rules))
      const not = await decliners(tx, district, campaign.id)
      const willing = people.filter((p) => !not.has(p.id))
      for (const fill of ['auto', 'propose'] as const) {
        const plan = await planRules(
          tx,
          now,
          campaign,
          rules.filter((r) => r.fill === fill),
          open,
          willing,
          gear,
        )
        // Who lives out of reach will in two hours too: a change of the register asks for a plan of its own.
        if (plan.left.some((l) => l.reason === 'no-capacity-left')) left = true
        if (plan.lines.length === 0) continue
        const id = await propose(tx, now, campaign, plan.lines, plan.left)
        if (fill === 'auto') await accept(tx, now, ENGINE, campaign, id)
      }
    }
    return { next: left ? new Date(now.getTime() + AGAIN_MS) : null }
  },
}

async function planRules(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  rules: Rule[],
  open: Opening[],
  people: Candidate[],
  gear: Gear,
): Promise<{ lines: ProposalLine[]; left: Left[] }> {
  const lines: ProposalLine[] = []
  const left = new Map<string, Left>()
  for (const rule of rules) {
    // Shifts are planned one after another, since who stands this one is not free for the next.
    for (const window of byWindow(open.filter((o) => o.rule === rule.id))) {
      const [first] = window
      if (!first) continue
      const from = rule.shift ? new Date(first.starts.getTime() - REST_MS) : now
      const to = rule.shift && first.ends ? new Date(first.ends.getTime() + REST_MS) : new Date(8.64e15)
      const carried = await loads(tx, campaign.district, campaign.lane, rule.role, from, to)
      for (const l of lines) {
        if (l.rule === rule.id && l.starts < to && (l.ends === null || l.ends > from))
          carried.set(l.holder, (carried.get(l.holder) ?? 0) + 1)
      }
      const plan = gear.planner({
        places: window.map((o) => ({ id: o.subject, at: [o.lon, o.lat], need: o.missing, risk: o.risk })),
        holders: people
          .filter((p) => qualifies(p, rule))
          .map((p) => ({ id: p.id, at: p.at, capacity: Math.max(0, rule.holders.atMost - (carried.get(p.id) ?? 0)) })),
        withinM: rule.holders.withinM,
        exclude: await holdersAt(
          tx,
          first.starts,
          campaign,
          rule.role,
          window.map((o) => o.subject),
        ),
      })
      for (const pair of plan.pairs) {
        lines.push({
          subject: pair.place,
          rule: rule.id,
          role: rule.role,
          sole: rule.sole,
          holder: pair.holder,
          starts: first.starts,
          ends: first.ends,
          distanceM: pair.distanceM,
        })
      }
      for (const u of plan.unserved) {
        const key = `${rule.id} ${u.reason}`
        const entry = left.get(key) ?? { rule: rule.id, reason: u.reason, n: 0 }
        left.set(key, { ...entry, n: entry.n + u.missing })
      }
    }
  }
  return { lines, left: [...left.values()] }
}

function qualifies(person: Candidate, rule: Rule): boolean {
  const { kinds, skills } = rule.holders
  return (
    (kinds.length === 0 || kinds.some((k) => person.kinds.includes(k))) &&
    skills.every((s) => person.skills.includes(s))
  )
}

/** Few gaps are filled from those who live near them; for many, everybody is looked at once. */
function nearOf(open: Opening[], rules: Rule[]): { at: Position[]; withinM: number } | null {
  const wanted = new Set(open.map((o) => o.rule))
  const reach = rules.filter((r) => wanted.has(r.id)).map((r) => r.holders.withinM)
  if (open.length > FEW || reach.some((m) => m === null)) return null
  return { at: open.map((o) => [o.lon, o.lat]), withinM: Math.max(...reach.map(Number)) }
}

function byWindow(open: Opening[]): Opening[][] {
  const windows = new Map<string, Opening[]>()
  for (const o of open) {
    const key = `${o.starts.getTime()} ${o.ends?.getTime() ?? ''}`
    const list = windows.get(key)
    if (list) list.push(o)
    else windows.set(key, [o])
  }
  return [...windows.values()].sort((a, b) => (a[0]?.starts.getTime() ?? 0) - (b[0]?.starts.getTime() ?? 0))
}
