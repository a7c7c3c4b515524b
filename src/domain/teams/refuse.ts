import { MusterError } from '../../base/errors.ts'
import type { TeamLack } from '../planner/teams/model.ts'
import type { Comers } from './comers.ts'
import type { Bar, Near, TeamRequest } from './model.ts'

/** Why there is no team, in the words of the register: what is short, how many stay at home and why, what helps. */
export function lackOf(
  error: unknown,
  { comers, barred }: Comers,
  { withinM, smallBelow }: TeamRequest,
  where: string,
): unknown {
  if (!(error instanceof MusterError) || error.code !== 'PLAN_IMPOSSIBLE') return error
  const { reason, skill, ...counts } = error.details
  const home = (who: (person: Near) => boolean) => {
    const of = (bar: Bar) => barred.filter((each) => each.bar === bar && who(each)).length
    const n = { busy: of('busy'), teams: of('team'), away: of('away') }
    const parts = [
      n.busy && `${n.busy} answering for a place then`,
      n.teams && `${n.teams} in another team`,
      n.away && `${n.away} away then`,
    ].filter(Boolean)
    return { ...n, home: parts.length > 0 ? `; besides: ${parts.join(', ')}` : '' }
  }
  const details = { ...counts, where, km: Math.round(withinM / 100) / 10 }
  const because = { cause: error }
  switch (reason as TeamLack) {
    case 'people':
      return new MusterError('TEAM_FEW', { ...details, ...home(() => true) }, because)
    case 'branches':
      return new MusterError('TEAM_BRANCHES', { ...details, smallBelow }, because)
    case 'leader':
      return new MusterError('TEAM_LEADERLESS', { ...details, ...home(({ leads }) => leads) }, because)
    case 'skill': {
      const has = ({ skills }: Near) => skills.includes(String(skill))
      return new MusterError('TEAM_SKILL', { ...details, skill, ...home(has) }, because)
    }
    case 'insisted': {
      const unit = comers.find(({ branch }) => branch.id === error.details.unit)?.branch.name
      return new MusterError('TEAM_INSISTED', { unit, smallBelow }, because)
    }
    case 'together':
      return new MusterError('TEAM_TOGETHER', details, because)
  }
}
