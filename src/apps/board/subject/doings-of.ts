import type { SubjectShape } from '../../client/subjects.ts'
import { type Acts, useActs } from '../acts/use-acts.ts'
import { useName } from '../ui/terms.ts'
import type { WordKey } from '../words/words.ts'

type May = SubjectShape['may'][number]
/** An act on a subject, and what its button says. */
interface Doing {
  says: WordKey
  act: () => void
  first?: boolean
}

/** What may be done with a subject, as the server says; `title` is what it is called on its page. */
export function useDoingsOf(): (subject: SubjectShape, title: string) => Doing[] {
  const acts = useActs()
  const name = useName()
  return (subject, title) => {
    const where = subject.where.findLast((r) => r.kind === 'area')
    const area = subject.kind === 'area' || !where ? title : name(where)
    const doings = subject.may.flatMap((may) => doingOf(may, { subject, title, area }, acts) ?? [])
    // Two campaigns can ask for a plan: one button, of the first, since each opens with its own gaps below.
    return doings.filter((d, i) => doings.findIndex((o) => o.says === d.says) === i)
  }
}

function doingOf(
  { action, ids }: May,
  { subject, title, area }: { subject: SubjectShape; title: string; area: string },
  acts: Acts,
): Doing | null {
  const { district = '', campaign, proposal } = ids
  const kind = String(subject.what.find((f) => f.key === 'kind')?.value ?? '')
  const n = subject.missing.filter((g) => g.campaign === campaign && g.kinds.includes('unheld')).length
  switch (action) {
    case 'give-duty':
      // Posts in a unit are given where the unit's people are; by hand from here it is places that get somebody.
      if (subject.kind !== 'place') return null
      return {
        says: 'subject.do.give',
        act: () => acts.giveRole({ district, places: [{ id: subject.id, name: title }], kinds: [kind] }),
      }
    case 'plan': {
      const scope = ids.subject ? { subjects: [ids.subject] } : ids.area ? { areas: [ids.area] } : {}
      const unheld = subject.what.find((f) => f.key === 'unheld')?.value
      const about = { district, campaign: campaign ?? '', area, n: typeof unheld === 'number' ? unheld : n, ...scope }
      return { says: 'subject.do.plan', act: () => acts.plan(about) }
    }
    case 'add-record':
      if (subject.kind !== 'place') return null
      return {
        says: 'subject.do.record',
        act: () => acts.addRecord({ district, subject: subject.id, name: title, kind, ...chainageOf(subject) }),
      }
    case 'accept':
      return {
        says: 'subject.do.accept',
        first: true,
        act: () => acts.acceptProposal({ district, proposal: proposal ?? '', duties: dutiesIn(subject), name: title }),
      }
    case 'refuse':
      return {
        says: 'subject.do.refuse',
        act: () => acts.refuseProposal({ district, proposal: proposal ?? '', duties: dutiesIn(subject), name: title }),
      }
    case 'form-team': {
      const { place, unit } = ids
      const site = place ? { place } : { area: ids.area ?? '' }
      const about = { district, site, place: unit ? area : title, ...(unit && { under: { id: unit, name: title } }) }
      return { says: 'subject.do.team', act: () => acts.formTeam(about) }
    }
    case 'dissolve-team':
      return {
        says: 'subject.do.dissolve',
        act: () => acts.dissolveTeam({ district, unit: subject.id, name: title }),
      }
    case 'note-absence': {
      const places = subject.answers.filter((a) => a.subject.kind === 'place' && a.lane === 'actual').length
      return {
        says: 'absence.note',
        act: () => acts.noteAbsence({ district, person: subject.id, name: title, places }),
      }
    }
    case 'put-in-force':
      return {
        says: 'subject.do.put-in-force',
        first: true,
        act: () => acts.decideWarning({ id: subject.id, name: title, answer: 'ours' }),
      }
    case 'not-ours':
      return {
        says: 'subject.do.not-ours',
        act: () => acts.decideWarning({ id: subject.id, name: title, answer: 'not-ours' }),
      }
    case 'end-others':
      return {
        says: 'subject.do.end-others',
        act: () => acts.decideWarning({ id: subject.id, name: title, answer: 'over' }),
      }
    case 'leave-others':
      return {
        says: 'subject.do.leave-others',
        act: () => acts.decideWarning({ id: subject.id, name: title, answer: 'stays' }),
      }
    case 'stop':
      return {
        says: 'desk.stop',
        act: () => acts.stopCallout({ district, callout: subject.id }),
      }
    case 'end-warning':
      return { says: 'subject.do.end-warning', act: () => acts.endWarning({ id: subject.id, name: title }) }
    default:
      return null
  }
}

/** How many duties a plan would give: its rules' counts together. */
export function dutiesIn({ what }: SubjectShape): number {
  const counts = what.filter((f) => f.key.startsWith('rule '))
  return counts.reduce((sum, f) => sum + (typeof f.value === 'number' ? f.value : 0), 0)
}

/** Where a section begins and ends along its dam, in metres. */
function chainageOf({ what }: SubjectShape): { fromM?: number; toM?: number } {
  const of = (key: string) => what.find((f) => f.key === key)?.value
  const [fromM, toM] = [of('fromM'), of('toM')]
  return typeof fromM === 'number' && typeof toM === 'number' ? { fromM, toM } : {}
}
